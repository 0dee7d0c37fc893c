import { CODES, type Code } from './row-kind.ts'

/**
 * What a person's dates count as. Everybody's codes lie in one array, a person's side by side, and this is a view of some of
 * them: ten thousand people with arrays of their own would cost more than to judge them.
 */
export class PersonDays {
  readonly userId: number
  readonly #codes: Uint8Array
  readonly #late: Uint8Array
  readonly #from: number
  readonly #to: number

  constructor(userId: number, all: { codes: Uint8Array; late: Uint8Array }, from: number, to: number) {
    this.userId = userId
    this.#codes = all.codes
    this.#late = all.late
    this.#from = from
    this.#to = to
  }

  /** Of one of the dates; "none" where the person is not enrolled, or where there is no such date. */
  code(place: number): Code {
    const at = this.#from + place
    return at < this.#to ? ((this.#codes[at] ?? CODES.none) as Code) : CODES.none
  }

  isLate(place: number): boolean {
    const at = this.#from + place
    return at < this.#to && this.#late[at] === 1
  }

  /** On any of the dates. */
  get isEnrolled(): boolean {
    for (let at = this.#from; at < this.#to; at++) if (this.#codes[at] !== CODES.none) return true
    return false
  }

  get wasLate(): boolean {
    for (let at = this.#from; at < this.#to; at++) if (this.#late[at] === 1) return true
    return false
  }

  part(from: number, to: number): PersonDays {
    const all = { codes: this.#codes, late: this.#late }
    return new PersonDays(this.userId, all, this.#from + from, this.#from + to)
  }
}
