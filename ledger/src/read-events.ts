import { addDays, type DayEvent, type LocalDate } from '@rollcall/domain'
import type { PoolClient } from '@rollcall/platform'
import { integers, readNumbers } from './array-parameters.ts'

// One constant date a branch: it leaves one partition, and one look-up in its primary key, where a person's events lie
// together. OFFSET 0 keeps it one look-up a person: a partition filled within the hour has no statistics to plan by.
const eventsOn = (utcDate: string) => `
    (SELECT date_part('epoch', at) * 1000 AS at, type, temperature
     FROM attendance.events
     WHERE utc_date = ${utcDate}::date AND user_id = person.id AND local_date = $2::date
     OFFSET 0)`

// In every time zone a date lies within three UTC dates.
const READ = `
  SELECT array_agg(person.id)::text, array_agg(event.at::bigint)::text, array_agg((event.type = 'checkout')::int)::text,
         array_agg(coalesce(event.temperature, 0))::text
  FROM unnest($1::int[]) AS person (id)
  CROSS JOIN LATERAL (${['$3', '$2', '$4'].map(eventsOn).join('\n    UNION ALL')}
  ) event`

type Row = [users: string | null, ats: string | null, outs: string | null, temperatures: string | null]

/** The events of a date of these people, from where they are stored. */
export async function readEvents(
  client: PoolClient,
  localDate: LocalDate,
  userIds: readonly number[],
): Promise<Map<number, DayEvent[]>> {
  const { rows } = await client.query<Row>({
    text: READ,
    values: [integers(userIds), localDate, addDays(localDate, -1), addDays(localDate, 1)],
    rowMode: 'array',
  })
  const events = new Map<number, DayEvent[]>()
  for (const row of rows) {
    const [users = [], ats = [], outs = [], temperatures = []] = row.map(readNumbers)
    users.forEach((userId, i) => {
      const event: DayEvent = {
        at: ats[i] ?? 0,
        type: outs[i] ? 'checkout' : 'checkin',
        temperature: temperatures[i] || null,
      }
      const others = events.get(userId)
      if (others) others.push(event)
      else events.set(userId, [event])
    })
  }
  return events
}
