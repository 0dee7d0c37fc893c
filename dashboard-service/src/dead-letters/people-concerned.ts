import {
  FARTHEST_EAST,
  FARTHEST_WEST,
  idNumber,
  isLocalDate,
  parseEventId,
  utcDate,
  utcMidnight,
} from '@rollcall/domain'
import type { PersonDay } from '@rollcall/ledger'
import type { DeadLetter, LetterRecord } from '@rollcall/platform'

/** The edge takes nothing that is further ahead, and a clock may be a little off. */
const AHEAD_MS = 10 * 60_000

/**
 * Whose dates the gate may hold something of that this letter is about: by what is in the record, however broken, by its key,
 * and by what both were before somebody mended them. One too many costs a repeat that is recorded; one too few a check-in.
 */
export function peopleConcerned(letter: Pick<DeadLetter, 'history'> & LetterRecord, now: number): PersonDay[] {
  const records = [letter, ...letter.history.flatMap(({ before }) => before ?? [])]
  const people = records.flatMap((record) => [...byKey(record.key), ...byValue(record)])
  // No gate was ever asked about a date that has begun nowhere; its page would be made, and stay until then.
  const begun = people.filter(({ localDate }) => utcMidnight(localDate) - FARTHEST_EAST < now + AHEAD_MS)
  return [...new Map(begun.map((person) => [`${person.localDate} ${person.userId}`, person])).values()]
}

function byKey(key: string | null): PersonDay[] {
  const id = key === null ? undefined : parseEventId(key)
  return id && idNumber.safeParse(id.userId).success ? datesAt(id.userId, id.at) : []
}

function byValue(record: LetterRecord): PersonDay[] {
  const value = jsonOf(record)
  if (typeof value !== 'object' || value === null) return []
  const { id, userId, at, localDate } = value as Record<string, unknown>
  const found = typeof id === 'string' ? byKey(id) : []
  const user = idNumber.safeParse(userId).data
  if (user === undefined) return found
  if (typeof localDate === 'string' && isLocalDate(localDate)) found.push({ userId: user, localDate })
  if (typeof at === 'string') found.push(...datesAt(user, Date.parse(at)))
  return found
}

/** Every date that some school may have had at this time. */
function datesAt(userId: number, at: number): PersonDay[] {
  if (!(Math.abs(at) < LAST_YEARS)) return []
  const dates = new Set([at - FARTHEST_WEST, at, at + FARTHEST_EAST].map(utcDate))
  return [...dates].filter(isLocalDate).map((localDate) => ({ userId, localDate }))
}
/** Beyond it a date has no four digits for its year. */
const LAST_YEARS = Date.UTC(9_999, 0)

/** What the record says, as far as it is JSON. */
export function jsonOf({ value, encoding }: LetterRecord): unknown {
  if (value === null || encoding !== 'utf8') return undefined
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}
