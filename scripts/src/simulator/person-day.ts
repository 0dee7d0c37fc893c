/** What happened to one person on one date, in order of time. Arrays are used again for the next person: `count` says how much counts. */
export interface Timeline {
  count: number
  readonly at: { [index: number]: number }
  /** 1: out, 0: in. */
  readonly out: { [index: number]: number }
  /** 0: not taken. */
  readonly temperature: { [index: number]: number }
}

export interface Hours {
  readonly lateAfter: number
  readonly closesAt: number
  /** Whoever is still inside counts until closing time. */
  readonly closed: boolean
}

export interface Counts {
  came: number
  present: number
  inside: number
  late: number
  fevers: number
  events: number
}
export const COUNTED = ['came', 'present', 'inside', 'late', 'fevers', 'events'] as const satisfies (keyof Counts)[]
export const noCounts = (): Counts => ({ came: 0, present: 0, inside: 0, late: 0, fevers: 0, events: 0 })

const FOUR_HOURS = 4 * 3_600_000
const FEVER = 38

/**
 * A second opinion: what a person's date adds to their school's counts, worked out without the fold, which is what is to be
 * proved. Answers with the milliseconds inside.
 */
export function countPerson(counts: Counts, day: Timeline, hours: Hours): number {
  let insideMs = 0
  let since = -1
  let firstIn = -1
  let fever = false
  for (let index = 0; index < day.count; index++) {
    const at = day.at[index] as number
    if ((day.temperature[index] as number) >= FEVER) fever = true
    if (day.out[index] === 0) {
      if (firstIn < 0) firstIn = at
      if (since < 0) since = at
    } else if (since >= 0) {
      insideMs += at - since
      since = -1
    }
  }
  if (since >= 0 && hours.closed) {
    insideMs += Math.max(0, hours.closesAt - since)
    since = -1
  }
  if (firstIn >= 0) counts.came += 1
  if (firstIn > hours.lateAfter) counts.late += 1
  if (since >= 0) counts.inside += 1
  if (since >= 0 || insideMs > FOUR_HOURS) counts.present += 1
  if (fever) counts.fevers += 1
  counts.events += day.count
  return insideMs
}
