import { isPresent } from '@rollcall/domain'
import type { PoolClient } from '@rollcall/platform'
import { integers } from './array-parameters.ts'
import { type Drift, differs } from './drift.ts'
import type { FoldedDay } from './fold-days.ts'
import { FoldedFrom } from './folded-from.ts'
import type { SchoolDay } from './school-day.ts'
import { writeRows } from './write-days.ts'

const COMPUTED = {
  came: ({ day }) => day.came,
  present: ({ day }) => isPresent(day),
  firstIn: ({ day }) => day.firstIn,
  lastOut: ({ day }) => day.lastOut,
  insideMs: ({ day }) => day.insideMs,
  insideSince: ({ day }) => day.insideSince,
  highestTemperature: ({ day }) => day.highestTemperature,
  flags: ({ day }) => day.flags,
  mark: ({ day }) => day.mark,
  events: ({ day }) => day.events,
  foldedFrom: ({ localDate, events }) => new FoldedFrom(localDate).encode(events).toString('hex'),
} satisfies Record<string, (folded: FoldedDay) => unknown>
type Column = keyof typeof COMPUTED
const COLUMNS = Object.keys(COMPUTED) as Column[]

const ROWS = `
  SELECT user_id AS "userId", came, present, date_part('epoch', first_in) * 1000 AS "firstIn",
         date_part('epoch', last_out) * 1000 AS "lastOut", inside_ms AS "insideMs",
         date_part('epoch', inside_since) * 1000 AS "insideSince", highest_temperature AS "highestTemperature", flags, mark,
         events, encode(folded_from, 'hex') AS "foldedFrom"
  FROM attendance.user_days WHERE school_id = $1 AND local_date = $2`

export async function repairPeople(client: PoolClient, day: SchoolDay, people: readonly FoldedDay[]): Promise<Drift[]> {
  const { rows } = await client.query<{ userId: number } & Record<Column, unknown>>(ROWS, [day.schoolId, day.localDate])
  const storedRows = new Map(rows.map((row) => [row.userId, row]))
  const drift: Drift[] = []
  const wrong: FoldedDay[] = []
  for (const person of people) {
    const { userId } = person
    const row = storedRows.get(userId)
    storedRows.delete(userId)
    const drifted: Drift[] = row
      ? COLUMNS.map((what) => ({ userId, what, stored: row[what], computed: COMPUTED[what](person) })).filter((each) =>
          differs(each.stored, each.computed),
        )
      : [{ userId, what: 'row', stored: null, computed: person.day }]
    if (drifted.length > 0) wrong.push(person)
    drift.push(...drifted)
  }
  await writeRows(client, wrong)
  for (const [userId, row] of storedRows) drift.push({ userId, what: 'row', stored: row, computed: null })
  if (storedRows.size > 0)
    await client.query('DELETE FROM attendance.user_days WHERE local_date = $1 AND user_id = ANY ($2::int[])', [
      day.localDate,
      integers([...storedRows.keys()]),
    ])
  return drift
}
