/** Which of a list of people are wanted. The screens narrow their lists by the same rule, so that a list and its table agree. */
export interface WhichPeople {
  readonly status?: string | undefined
  readonly late?: boolean | undefined
  /** A part of the name, or of the class. */
  readonly q?: string | undefined
}

interface Narrowed {
  readonly name: string
  readonly className: string | null
  readonly status: string
  readonly late: boolean
}

export const isNamed = ({ name, className }: Pick<Narrowed, 'name' | 'className'>, q: string): boolean =>
  `${name}\n${className ?? ''}`.toLowerCase().includes(q.toLowerCase())

export const isWanted = (person: Narrowed, { status, late, q }: WhichPeople): boolean =>
  (status === undefined || person.status === status) &&
  (late === undefined || person.late === late) &&
  (q === undefined || isNamed(person, q))
