import { idOf, type Person, type SentRecord } from './people.ts'

/** What a client is told of one record. */
export interface Told {
  readonly status: number
  readonly id?: string
}

/** What must never be, in words. */
export class Wrongs {
  /** Somebody who is in, and may not leave. */
  readonly refused: string[] = []
  /** Told to be a repeat of something that it does not repeat: what really happened would be lost. */
  readonly swallowed: string[] = []
  readonly unexplained: string[] = []

  all(): string[] {
    const lines = (what: string, wrong: readonly string[]) => wrong.map((each) => `${what}: ${each}`)
    return [
      ...lines('refused at the door', this.refused),
      ...lines('swallowed', this.swallowed),
      ...lines('cannot be explained', this.unexplained),
    ]
  }
}

/** Notes what an answer says. True when it is final; false when the same has to be sent again. */
export function hear(person: Person, record: SentRecord, told: Told, wrongs: Wrongs): boolean {
  const what = `${idOf(person.userId, record)} answered ${told.status} ${told.id ?? ''}`.trimEnd()
  if (told.status === 503 || told.status === 429) return false
  if (told.status === 409 && record.out) {
    // Only those check out whose check-in was acknowledged.
    wrongs.refused.push(what)
    person.inside = false
  } else if (told.status === 201 && told.id === idOf(person.userId, record)) {
    record.acknowledged = true
    person.inside = !record.out
  } else if (told.status === 200) {
    const first = person.sent.find((each) => idOf(person.userId, each) === told.id)
    if (first && isRepeatOf(person, record, first)) first.acknowledged = true
    else wrongs.swallowed.push(what)
    person.inside = !record.out
  } else wrongs.unexplained.push(what)
  return true
}

/** The same transition, or an earlier one of its kind that nothing acknowledged of the other kind has followed. */
function isRepeatOf(person: Person, record: SentRecord, first: SentRecord): boolean {
  if (first === record) return true
  if (first.out !== record.out || first.at > record.at) return false
  return !person.sent.some(
    (each) => each.out !== record.out && each.acknowledged && each.at > first.at && each.at < record.at,
  )
}
