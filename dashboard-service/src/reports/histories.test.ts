import { addDays, DAY_FLAGS, type Day, MARKS, verdict } from '@rollcall/domain'
import { CorrectionError } from '@rollcall/ledger'
import { connectRedisOnce, createLogger, quitRedis, type Redis, readyRedis } from '@rollcall/platform'
import fc from 'fast-check'
import { sharedEngines } from '../../../tests/support/system.ts'
import { AnswerCache } from '../cache/answer-cache.ts'
import { naiveDayFigures, naiveDays, naivePeriodFigures } from '../testing/naive.ts'
import { PEOPLE_EACH, Stage } from '../testing/stage.ts'
import { Aggregate } from './aggregate.ts'
import { FIGURES, type Figures, sum } from './figures.ts'
import { periodOf } from './periods.ts'
import { PresenceReader } from './presence.ts'
import { RangeReports } from './range-reports.ts'
import { CODES, codeOf, KIND, kindOf } from './row-kind.ts'
import type { Scope } from './scope.ts'

const LONG = 120_000
const DAYS = 12
const PEOPLE = 2 * PEOPLE_EACH

let stage: Stage
let redis: Redis
let aggregate: Aggregate
let reports: RangeReports

beforeAll(async () => {
  stage = await Stage.create(
    [
      { id: 1, timeZone: 'America/New_York' },
      { id: 2, timeZone: 'Pacific/Auckland' },
    ],
    () => [],
  )
  const { pool, names } = stage.parts
  await pool.query(
    `INSERT INTO roster.calendars (school_id, weekdays) VALUES (1, '{1,2,3,4,5}'), (2, '{1,2,3,4,5,6,7}')`,
  )
  await pool.query(`INSERT INTO roster.classes (id, school_id, name) VALUES (1, 1, 'A')`)
  await pool.query('UPDATE roster.users SET class_id = 1 WHERE id <= 5')
  redis = connectRedisOnce(sharedEngines().redis, createLogger('test', 'silent'))
  await readyRedis(redis)
  // With the cache: it must never give an answer of another history, query or school.
  const cache = new AnswerCache(redis, names, createLogger('test', 'silent'))
  const parts = { pool, presence: new PresenceReader(pool), cache }
  aggregate = new Aggregate(parts)
  reports = new RangeReports(parts)
})
afterAll(async () => {
  await quitRedis(redis)
  await stage.close()
})

const person = fc.integer({ min: 1, max: PEOPLE })
const dayIndex = fc.integer({ min: 0, max: DAYS - 1 })
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant('stay' as const),
      person,
      day: dayIndex,
      from: fc.integer({ min: 0, max: 24 * 60 }),
      minutes: fc.option(fc.integer({ min: 1, max: 600 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('mark' as const),
      person,
      day: dayIndex,
      mark: fc.constantFrom(...Object.keys(MARKS)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('void' as const), nth: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('close' as const), school: fc.constantFrom(1, 2), day: dayIndex }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('holiday' as const), school: fc.constantFrom(1, 2), day: dayIndex }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('excuse' as const), person, day: dayIndex }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('move' as const), person, day: fc.integer({ min: 1, max: DAYS - 1 }) }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** Around the days on which the clocks change in New York (1 November) and Auckland (27 September). */
const history = fc.record({
  first: fc.constantFrom<string[]>('2026-09-21', '2026-10-26'),
  steps: fc.array(step, { minLength: 20, maxLength: 60 }),
  now: fc.record({ day: fc.integer({ min: 0, max: DAYS + 2 }), minutes: fc.integer({ min: 0, max: 1439 }) }),
})

async function clear(): Promise<void> {
  await stage.parts.pool.query(
    `TRUNCATE attendance.events, attendance.user_days, attendance.school_days, attendance.fever_events, attendance.corrections,
       attendance.excused_days RESTART IDENTITY;
     DELETE FROM roster.holidays;
     DELETE FROM roster.enrolments;
     INSERT INTO roster.enrolments (user_id, school_id, from_date) SELECT id, school_id, '2020-01-01' FROM roster.users`,
  )
}

async function take(each: Step, first: string): Promise<void> {
  const { pool, ledger, days } = stage.parts
  if (each.does === 'stay') {
    const at = Date.parse(`${addDays(first, each.day)}T00:00:00Z`) + each.from * 60_000
    const records = [stage.record(each.person, 'checkin', at)]
    if (each.minutes !== null) records.unshift(stage.record(each.person, 'checkout', at + each.minutes * 60_000))
    await ledger.apply(records)
  } else if (each.does === 'close') await ledger.closeDay(each.school, addDays(first, each.day), new Date())
  else if (each.does === 'holiday')
    await pool.query('INSERT INTO roster.holidays VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      each.school,
      addDays(first, each.day),
      'A holiday',
    ])
  else if (each.does === 'excuse')
    await pool.query(
      `INSERT INTO attendance.excused_days (user_id, local_date, reason) VALUES ($1, $2, 'ill') ON CONFLICT DO NOTHING`,
      [each.person, addDays(first, each.day)],
    )
  else if (each.does === 'move') {
    const date = addDays(first, each.day)
    const other = each.person <= PEOPLE_EACH ? 2 : 1
    const { rowCount } = await pool.query(
      `UPDATE roster.enrolments SET to_date = $2::date - 1 WHERE user_id = $1 AND to_date IS NULL AND from_date < $2`,
      [each.person, date],
    )
    if (rowCount)
      await pool.query('INSERT INTO roster.enrolments VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
        each.person,
        other,
        date,
      ])
  } else {
    const common = { reason: 'a test', madeBy: 'a test' }
    if (each.does === 'mark') {
      const localDate = addDays(first, each.day)
      const schoolId = (await days.schoolOf(each.person, localDate)) ?? 1
      await ledger.correct({ ...common, kind: 'mark', status: each.mark, userId: each.person, schoolId, localDate })
      return
    }
    const { rows } = await pool.query(
      'SELECT user_id, local_date, at, type FROM attendance.events ORDER BY at, user_id',
    )
    const event = rows[each.nth % Math.max(1, rows.length)]
    if (!event) return
    const schoolId = (await days.schoolOf(event.user_id, event.local_date)) ?? 1
    const target = { at: event.at.getTime(), type: event.type }
    await ledger
      .correct({ ...common, kind: 'void', target, userId: event.user_id, schoolId, localDate: event.local_date })
      .catch((error) => {
        if (!(error instanceof CorrectionError)) throw error
      })
  }
}

const scopeOf = (id: number | null): Scope =>
  id === null
    ? { kind: 'district', id, name: 'District', schools: null }
    : { kind: 'school', id, name: `School ${id}`, schools: [id] }
const pick = (from: object): Figures => {
  const given = from as Figures
  return Object.fromEntries(FIGURES.map((figure) => [figure, given[figure]])) as unknown as Figures
}

test(
  'whatever happened, every report says what a plain count of events, corrections, closings, holidays and moves says',
  async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ first, steps, now: at }) => {
        await clear()
        for (const each of steps) await take(each, first)
        const last = addDays(first, DAYS)
        const now = new Date(Date.parse(`${addDays(first, at.day)}T00:00:00Z`) + at.minutes * 60_000)
        const from = addDays(first, -40)
        const all = await naiveDays(stage.parts.pool, from, addDays(last, 40), now)
        const asked = { after: 0, limit: 1_000 }
        for (const id of [1, 2, null]) {
          const mine = id === null ? all : all.filter(({ schoolId }) => schoolId === id)
          const trend = (await reports.trend(scopeOf(id), { from: first, to: last }, now)).value
          for (let date = first; date <= last; date = addDays(date, 3)) {
            const read = async (period: 'day' | 'week' | 'month') =>
              (await aggregate.read(scopeOf(id), { period, date, ...asked }, now)).value
            const day = await read('day')
            expect([date, pick(day)]).toEqual([date, naiveDayFigures(mine, date)])
            expect(trend.find((each) => each.date === date) ?? sum([])).toMatchObject(naiveDayFigures(mine, date))
            if (id !== null && day.previous) {
              const before = mine
                .map((each) => each.date)
                .filter((each) => each < date)
                .sort()
                .at(-1)
              expect(day.previous).toEqual({ from: before, to: before, ...naiveDayFigures(mine, before ?? '') })
            }
            for (const period of ['week', 'month'] as const) {
              const range = periodOf(period, date)
              const value = await read(period)
              expect([period, date, pick(value)]).toEqual([
                period,
                date,
                naivePeriodFigures(mine, range.from, range.to),
              ])
              const figures = pick(value)
              expect(figures.present + figures.absent + figures.excused + figures.notRecorded).toBe(figures.enrolled)
              if (value.users)
                expect(value.users.data.filter(({ status }) => status === 'present')).toHaveLength(figures.present)
            }
          }
        }
      }),
      { numRuns: 8 },
    )
  },
  LONG,
)

test('Postgres sorts rows into the kinds that the rule knows, and a kind means what the rule says', async () => {
  const someDay: fc.Arbitrary<Day> = fc.record({
    came: fc.boolean(),
    firstIn: fc.constant(null),
    lastOut: fc.constant(null),
    insideMs: fc.oneof(fc.integer({ min: 0, max: 86_400_000 }), fc.constantFrom(0, 14_399_999, 14_400_000, 14_400_001)),
    insideSince: fc.option(fc.constant(1_790_000_000_000)),
    highestTemperature: fc.constant(null),
    fever: fc.constant(false),
    flags: fc.subarray([...DAY_FLAGS]),
    mark: fc.option(fc.constantFrom(...Object.keys(MARKS), 'Something of old')),
    events: fc.integer({ min: 0, max: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(someDay, { minLength: 50, maxLength: 200 }), async (days) => {
      const { rows } = await stage.parts.pool.query<{ kind: string }>(
        `SELECT ${KIND} AS kind FROM unnest($1::text[], $2::timestamptz[], $3::int[], $4::int[])
           WITH ORDINALITY AS day (mark, inside_since, inside_ms, events, n) ORDER BY n`,
        [
          days.map((day) => day.mark),
          days.map((day) => day.insideSince && new Date(day.insideSince)),
          days.map((day) => day.insideMs),
          days.map((day) => day.events),
        ],
      )
      expect(rows.map(({ kind }) => kind.charCodeAt(0))).toEqual(days.map(kindOf))
      for (const day of days)
        for (const excused of [true, false])
          for (const dayOver of [true, false])
            expect(codeOf(kindOf(day), excused, dayOver)).toBe(CODES[verdict(day, { excused, dayOver }).status])
    }),
    { numRuns: 10 },
  )
})
