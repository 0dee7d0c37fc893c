import { COUNTED, type Counts, countPerson, type Hours, noCounts, type Timeline } from '../simulator/person-day.ts'
import { idOf, type Person, type SentRecord } from './people.ts'

/** What Postgres holds in the end. Times are epoch milliseconds. */
export interface Stored {
  readonly events: readonly { userId: number; at: number; out: boolean }[]
  readonly people: readonly StoredPerson[]
  readonly schools: readonly StoredSchool[]
}
export interface StoredPerson {
  readonly userId: number
  readonly came: boolean
  readonly present: boolean
  readonly inside: boolean
  readonly insideMs: number
  readonly events: number
}
export interface StoredSchool extends Counts, Hours {
  readonly schoolId: number
}

export interface Comparison {
  readonly acknowledged: number
  /** Acknowledged, and not stored. */
  readonly lost: readonly string[]
  /** Numbers of people and schools that are not what happened. */
  readonly doubled: readonly string[]
  /** Stored, and never sent. */
  readonly invented: readonly string[]
  /** Sent by clients that gave up, and stored all the same: nobody was promised anything. */
  readonly unknown: number
}

/** What the simulator knows against what is stored. Each person and school has one date. */
export function compare(people: readonly Person[], stored: Stored): Comparison {
  const events = new Set(stored.events.map((event) => idOf(event.userId, event)))
  const rows = new Map(stored.people.map((row) => [row.userId, row]))
  const schools = new Map(stored.schools.map((row) => [row.schoolId, row]))
  const expected = new Map(stored.schools.map((row) => [row.schoolId, noCounts()]))
  const lost: string[] = []
  const doubled: string[] = []
  let acknowledged = 0
  let unknown = 0

  for (const person of people) {
    const { userId, schoolId } = person
    const happened = person.sent.filter((record) => record.acknowledged || events.has(idOf(userId, record)))
    for (const record of happened) {
      const id = idOf(userId, record)
      if (record.acknowledged) acknowledged += 1
      else unknown += 1
      if (!events.delete(id)) lost.push(id)
    }
    const school = schools.get(schoolId)
    const counts = expected.get(schoolId)
    if (happened.length === 0 || !school || !counts) continue
    const own = noCounts()
    const insideMs = countPerson(own, timelineOf(happened), school)
    for (const what of COUNTED) counts[what] += own[what]
    doubled.push(...differences(userId, rows.get(userId), own, insideMs))
  }
  for (const [schoolId, counts] of expected)
    for (const what of COUNTED) {
      const found = schools.get(schoolId)?.[what]
      if (found !== counts[what]) doubled.push(`school ${schoolId}: ${what} is ${found}, not ${counts[what]}`)
    }
  return { acknowledged, lost, doubled, invented: [...events], unknown }
}

function timelineOf(records: readonly SentRecord[]): Timeline {
  const inOrder = [...records].sort((a, b) => a.at - b.at)
  return {
    count: inOrder.length,
    at: inOrder.map(({ at }) => at),
    out: inOrder.map(({ out }) => (out ? 1 : 0)),
    temperature: inOrder.map(({ temperature }) => temperature),
  }
}

function differences(userId: number, row: StoredPerson | undefined, own: Counts, insideMs: number): string[] {
  if (!row) return [`person ${userId}: has no day`]
  const happened = {
    came: own.came === 1,
    present: own.present === 1,
    inside: own.inside === 1,
    insideMs,
    events: own.events,
  }
  return (Object.keys(happened) as (keyof typeof happened)[])
    .filter((what) => row[what] !== happened[what])
    .map((what) => `person ${userId}: ${what} is ${row[what]}, not ${happened[what]}`)
}
