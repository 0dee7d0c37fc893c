/** A check-in or check-out that was sent. What became of it is unknown until it is acknowledged, and may stay so. */
export interface SentRecord {
  readonly at: number
  readonly out: boolean
  /** 0: not taken. */
  readonly temperature: number
  acknowledged: boolean
}

export interface Person {
  readonly userId: number
  readonly schoolId: number
  /** As acknowledged. */
  inside: boolean
  /** In order of time. */
  readonly sent: SentRecord[]
}

export const idOf = (userId: number, { at, out }: { at: number; out: boolean }): string =>
  `${userId}-${out ? 'o' : 'i'}${at}`

/** School s has the people from (s - 1) * each + 1 on. */
export const newPeople = (schools: number, each: number): Person[] =>
  Array.from({ length: schools * each }, (_, index) => ({
    userId: index + 1,
    schoolId: 1 + Math.floor(index / each),
    inside: false,
    sent: [],
  }))
