import { randomBytes } from 'node:crypto'
import { addDays, TimeZoneDays, utcDate } from '@rollcall/domain'
import {
  CHANGES_CHANNEL,
  ChangeFeed,
  connectRedis,
  createLogger,
  createPool,
  Names,
  type Pool,
  quitRedis,
  type Redis,
} from '@rollcall/platform'
import { addPeople, addSchools, createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { sharedEngines } from '../../../tests/support/system.ts'
import { waitFor } from '../../../tests/support/wait-for.ts'
import type { Enrolment } from './enrolment-page.ts'
import { Roster } from './roster.ts'
import { RosterQueries } from './roster-queries.ts'

const log = createLogger('test', 'silent')
const BERLIN = new TimeZoneDays('Europe/Berlin')
const AUCKLAND = new TimeZoneDays('Pacific/Auckland')
const now = Date.now()
const today = utcDate(now)
const daysAgo = (days: number) => addDays(today, -days)

let database: TestDatabase
let pool: Pool
let roster: Roster

/** School 1 is in Berlin, school 2 in Auckland; people 1 to 20 are in school 1. */
beforeEach(async () => {
  database = await createTestDatabase()
  pool = database.pool
  await addSchools(pool, [{ id: 1 }, { id: 2, timeZone: 'Pacific/Auckland' }])
  await addPeople(pool, { schoolId: 1, firstId: 1, count: 20 })
  roster = await started(new RosterQueries(pool))
})
afterEach(async () => {
  roster.stop()
  await database.drop()
})

async function started(queries: RosterQueries): Promise<Roster> {
  const one = new Roster(queries, log)
  await one.start()
  return one
}

const schoolOf = async (userId: number, at = now) => (await roster.find(userId, at))?.schoolId

async function enrol(userId: number, ...enrolments: [schoolId: number, from: string, to?: string][]): Promise<void> {
  const [first] = enrolments
  await pool.query('INSERT INTO roster.users (id, school_id, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    userId,
    first?.[0],
    `Person ${userId}`,
  ])
  await pool.query('DELETE FROM roster.enrolments WHERE user_id = $1', [userId])
  for (const [schoolId, from, to] of enrolments)
    await pool.query('INSERT INTO roster.enrolments (user_id, school_id, from_date, to_date) VALUES ($1, $2, $3, $4)', [
      userId,
      schoolId,
      from,
      to ?? null,
    ])
}

describe('who is where', () => {
  test('somebody known is found at once, without a word to Postgres', async () => {
    await roster.find(1, now)
    expect(roster.find(20, now)).toEqual({ schoolId: 1, day: BERLIN.dayAt(now) })
  })

  test('pages are read in the background', async () => {
    await addPeople(pool, { schoolId: 1, firstId: 10_000, count: 1 })
    roster.stop()
    roster = await started(new RosterQueries(pool))
    // A promise would mean that it had to be read.
    await waitFor('the last page', () => !(roster.find(10_000, now) instanceof Promise))
  })

  test('who moves in the middle of the week is in the school of the day that the record tells, by that school’s clock', async () => {
    await enrol(30, [1, '2020-01-01', daysAgo(3)], [2, daysAgo(2)])
    const lastDay = BERLIN.day(daysAgo(3))
    const firstDay = AUCKLAND.day(daysAgo(2))
    expect(await roster.find(30, lastDay.endsAt - 1)).toEqual({ schoolId: 1, day: lastDay })
    expect(await schoolOf(30, lastDay.endsAt)).toBe(2)
    expect(await schoolOf(30, lastDay.startsAt)).toBe(1)
    expect(await roster.find(30, firstDay.endsAt - 1)).toEqual({ schoolId: 2, day: firstDay })
    expect(await schoolOf(30)).toBe(2)
  })

  test('who has left is found for the days before, who is to come from the first day on', async () => {
    await enrol(31, [1, '2020-01-01', daysAgo(2)])
    await enrol(32, [1, addDays(today, 2)])
    const left = BERLIN.day(daysAgo(2)).endsAt
    expect([await schoolOf(31, left - 1), await schoolOf(31, left)]).toEqual([1, undefined])
    const begins = BERLIN.day(addDays(today, 2)).startsAt
    expect([await schoolOf(32, begins - 1), await schoolOf(32, begins)]).toEqual([undefined, 1])
  })

  test('who was somewhere else for a while is where they were', async () => {
    await enrol(33, [1, '2020-01-01', daysAgo(5)], [2, daysAgo(4), daysAgo(3)], [1, daysAgo(2)])
    const noon = (days: number) => BERLIN.day(daysAgo(days)).startsAt + 12 * 3_600_000
    expect([await schoolOf(33, noon(6)), await schoolOf(33, noon(4)), await schoolOf(33, noon(1))]).toEqual([1, 2, 1])
  })

  test('nobody is nowhere, whichever number they have', async () => {
    for (const userId of [21, 511, 512, 2_147_483_647]) expect(await schoolOf(userId)).toBeUndefined()
  })

  test('a school whose time zone is none closes nobody else’s door', async () => {
    // Postgres takes it for one: five hours west of somewhere.
    await addSchools(pool, [{ id: 3, timeZone: 'Foo5' }])
    await addPeople(pool, { schoolId: 3, firstId: 40, count: 1 })
    roster.stop()
    roster = await started(new RosterQueries(pool))
    expect([await schoolOf(40), await schoolOf(1)]).toEqual([undefined, 1])
  })
})

describe('what is new', () => {
  test('somebody unknown is looked for once more before they are told so', async () => {
    expect(await schoolOf(50)).toBeUndefined()
    await enrol(50, [1, '2020-01-01'])
    expect(await schoolOf(50)).toBe(1)
  })

  test('somebody of a school that is as new as they are', async () => {
    expect(await schoolOf(51)).toBeUndefined()
    await addSchools(pool, [{ id: 4, timeZone: 'Pacific/Auckland' }])
    await enrol(51, [4, '2020-01-01'])
    expect(await roster.find(51, now)).toEqual({ schoolId: 4, day: AUCKLAND.dayAt(now) })
  })

  test('somebody who was enrolled while their page was being read', async () => {
    const slow = new SlowQueries(pool)
    roster.stop()
    roster = await started(slow)
    await waitFor('the pages', () => !(roster.find(1, now) instanceof Promise))
    slow.holdBack()
    const before = roster.find(52, now)
    await slow.hasRead
    await enrol(52, [1, '2020-01-01'])
    const after = roster.find(52, now)
    slow.goOn()
    expect(await before).toBeUndefined()
    expect((await after)?.schoolId).toBe(1)
  })
})

/** Whose answers can be held back: they are of the moment at which they were asked. */
class SlowQueries extends RosterQueries {
  hasRead: Promise<void> = Promise.resolve()
  goOn: () => void = () => {}
  #until: Promise<void> | undefined
  #read: () => void = () => {}

  holdBack(): void {
    this.#until = new Promise((resolve) => {
      this.goOn = resolve
    })
    this.hasRead = new Promise((resolve) => {
      this.#read = resolve
    })
  }

  override async pages(...which: Parameters<RosterQueries['pages']>): Promise<Enrolment[]> {
    const rows = await super.pages(...which)
    this.#read()
    await this.#until
    return rows
  }
}

describe('what changes', () => {
  const names = new Names(`t${randomBytes(4).toString('hex')}`)
  let feed: ChangeFeed
  let redis: Redis

  beforeEach(async () => {
    redis = connectRedis(sharedEngines().redis, log)
    feed = new ChangeFeed(pool, log)
    feed.listen(roster)
    await feed.start(sharedEngines().redis, names.key(CHANGES_CHANNEL))
    await waitFor('the subscription', async () => {
      const [, listeners] = (await redis.pubsub('NUMSUB', names.key(CHANGES_CHANNEL))) as [string, number]
      return listeners > 0
    })
  })
  afterEach(async () => {
    await feed.stop()
    await quitRedis(redis)
  })

  /** Before the look that comes without any notice. */
  const WITHIN_MS = 4_000
  const notice = () => redis.publish(names.key(CHANGES_CHANNEL), '')

  test('a move is known by its notice', async () => {
    expect(await schoolOf(5)).toBe(1)
    await enrol(5, [1, '2020-01-01', daysAgo(2)], [2, daysAgo(1)])
    await notice()
    await waitFor('the move', async () => (await schoolOf(5)) === 2, WITHIN_MS)
    expect(await schoolOf(6)).toBe(1)
  })

  test('so is a departure, and another time zone of a school', async () => {
    expect(await schoolOf(7)).toBe(1)
    await pool.query('DELETE FROM roster.enrolments WHERE user_id = 7')
    await pool.query(`UPDATE roster.schools SET time_zone = 'Pacific/Auckland' WHERE id = 1`)
    await notice()
    await waitFor('the departure', async () => (await schoolOf(7)) === undefined, WITHIN_MS)
    const known = async () => (await roster.find(8, now))?.day.endsAt === AUCKLAND.dayAt(now).endsAt
    await waitFor('the zone', known, WITHIN_MS)
    expect(await roster.find(8, now)).toEqual({ schoolId: 1, day: AUCKLAND.dayAt(now) })
  })

  test('whoever was not told for too long reads everything again', async () => {
    expect(await schoolOf(9)).toBe(1)
    await enrol(9, [2, '2020-01-01'])
    await roster.startOver()
    expect(roster.find(9, now)).toMatchObject({ schoolId: 2 })
  })
})

describe('while Postgres is away', () => {
  test('people who are known are found, others are 503; afterwards they are found as well', async () => {
    await addPeople(pool, { schoolId: 2, firstId: 2_000, count: 1 })
    expect(await schoolOf(1)).toBe(1)
    await connections(false)
    expect(roster.find(1, now)).toMatchObject({ schoolId: 1 })
    await expect(roster.find(100_000, now)).rejects.toMatchObject({ status: 503, more: { retryAfterSeconds: 2 } })
    // What changed meanwhile is told again later: nothing is forgotten because it could not be read.
    await expect(roster.changed([{ what: 'people', key: 0 }])).rejects.toThrow()
    expect(roster.find(1, now)).toMatchObject({ schoolId: 1 })

    await connections(true)
    expect(await schoolOf(2_000)).toBe(2)
    expect(await schoolOf(100_000)).toBeUndefined()
  })

  /** As a server that is away is for this database alone: connections end, and no new one is taken. */
  async function connections(allowed: boolean): Promise<void> {
    const name = new URL(database.url).pathname.slice(1)
    const address = new URL(database.url)
    address.pathname = '/postgres'
    const server = createPool(address.href, { max: 1, service: 'test' }, log)
    await server.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS ${allowed}`)
    if (!allowed)
      await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
    await server.end()
  }
})
