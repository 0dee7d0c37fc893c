import { gateOrigin, type LocalDate, utcMidnight } from '@rollcall/domain'
import { inTransaction, type Pool } from '@rollcall/platform'
import { sideBySide } from '../../seed/side-by-side.ts'
import type { ReadDistrict } from './read-district.ts'

const WRITERS = 2

// Of a hundred people 95 come, 5 of them late, 2 are on leave and 3 are marked absent by hand; each date others.
const CAME = 95
const ON_LEAVE = 97
const LATE = 5

/** Who came when and for how long, of the people from $2 on, on the date of the midnight $1. */
const STAYS = `
  SELECT user_id, $4::int + (user_id - $2::int) / $5::int AS school_id, dice, dice < ${CAME} AS came, temperature, arrives, stay,
    $1::timestamptz + arrives * interval '1 ms' AS first_in, $1::timestamptz + (arrives + stay) * interval '1 ms' AS last_out
  FROM (
    SELECT user_id, dice, (360 + dice % 15)::numeric / 10 AS temperature,
      CASE WHEN dice < ${LATE} THEN 30000000 ELSE 27000000 END + user_id % 1200 * 1000 AS arrives,
      25200000 + user_id % 3600 * 1000 AS stay
    FROM (
      SELECT user_id, abs(hashint4(user_id # ($1::date - '2000-01-01'::date) * 65536)) % 100 AS dice
      FROM generate_series($2::int, $2::int + $3::int - 1) AS user_id
    ) person
  ) person`

const valuesOf = (district: ReadDistrict, date: LocalDate) => {
  const { firstUser, firstSchool, schools, peopleEach } = district
  return [`${date}T00:00:00Z`, firstUser, schools * peopleEach, firstSchool, peopleEach]
}

/**
 * A row for each person and date, straight into the table, date by date, with the indexes built afterwards: through the ledger
 * it would take many minutes.
 */
export async function seedDays(pool: Pool, district: ReadDistrict, done: (days: number) => void): Promise<void> {
  await pool.query(`ALTER TABLE attendance.user_days DROP CONSTRAINT user_days_pkey;
    DROP INDEX attendance.user_days_school`)
  let days = 0
  await sideBySide(WRITERS, district.dates, async (date) => {
    await longer(pool, dayOf(date), valuesOf(district, date))
    done(++days)
  })
  await longer(pool, 'ALTER TABLE attendance.user_days ADD PRIMARY KEY (local_date, user_id)')
  await longer(pool, 'CREATE INDEX user_days_school ON attendance.user_days (school_id, local_date)')
  await Promise.all([seedExcuses(pool, district), longer(pool, COUNTS)])
}

/** folded_from as ledger/src/folded-from.ts has it: each event's number within the date, then its temperature. */
function dayOf(date: LocalDate): string {
  const origin = utcMidnight(date) - gateOrigin(date)
  const value = (arrives: string, order: number) => `int4send((2 * (${arrives} + ${origin}) + ${order})::int)`
  const hundredths = 'int2send((100 * temperature)::int2)'
  return `INSERT INTO attendance.user_days
      (local_date, user_id, school_id, came, present, first_in, last_out, inside_ms, highest_temperature, flags, mark, events,
       folded_from)
    SELECT $1::timestamptz::date, user_id, school_id, came, came, CASE WHEN came THEN first_in END,
      CASE WHEN came THEN last_out END, CASE WHEN came THEN stay ELSE 0 END, CASE WHEN came THEN temperature END,
      CASE WHEN dice < ${LATE} THEN '{late}'::text[] ELSE '{}' END, CASE WHEN dice >= ${ON_LEAVE} THEN 'Absent' END,
      CASE WHEN came THEN 2 ELSE 0 END,
      CASE WHEN came THEN ${value('arrives', 0)} || ${hundredths} || ${value('arrives + stay', 1)} || ${hundredths} ELSE '' END
    FROM (${STAYS}) stay`
}

async function seedExcuses(pool: Pool, district: ReadDistrict): Promise<void> {
  for (const date of district.dates)
    await longer(
      pool,
      `INSERT INTO attendance.excused_days (user_id, local_date, reason)
       SELECT user_id, $1::timestamptz::date, 'Annual' FROM (${STAYS}) stay WHERE NOT came AND dice < ${ON_LEAVE}`,
      valuesOf(district, date),
    )
}

/** All of these days are over. */
const COUNTS = `
  INSERT INTO attendance.school_days
    (school_id, local_date, late_after, closes_at, closed_at, version, came, present, late, events)
  SELECT school_id, local_date, local_date + time '08:10', local_date + time '15:00', local_date + interval '1 day 5 min', 1,
    count(*) FILTER (WHERE came), count(*) FILTER (WHERE came), count(*) FILTER (WHERE 'late' = ANY (flags)), sum(events)
  FROM attendance.user_days GROUP BY school_id, local_date`

/** The events of these people's dates as well: as many of the newest as there are records wanted. */
export async function seedEvents(pool: Pool, district: ReadDistrict, wanted: number): Promise<void> {
  const each = 2 * Math.floor((district.schools * district.peopleEach * CAME) / 100)
  const dates = district.dates.slice(-Math.max(1, Math.ceil(wanted / each)))
  await sideBySide(WRITERS, dates, (date) =>
    longer(
      pool,
      `INSERT INTO attendance.events
         (utc_date, user_id, at, type, school_id, local_date, temperature, device_id, received_at)
       SELECT $1::timestamptz::date, user_id, at, type, school_id, $1::timestamptz::date, temperature, 1, at
       FROM (${STAYS}) stay
       CROSS JOIN LATERAL (VALUES (first_in, 'checkin'), (last_out, 'checkout')) AS event (at, type_name)
       CROSS JOIN LATERAL (SELECT type_name::attendance.transition AS type) AS typed
       WHERE came`,
      valuesOf(district, date),
    ),
  )
}

const longer = (pool: Pool, text: string, values: readonly unknown[] = []): Promise<void> =>
  inTransaction(pool, async (client) => {
    await client.query(`SET LOCAL statement_timeout = 0; SET LOCAL maintenance_work_mem = '256MB'`)
    await client.query(text, [...values])
  })
