import { type AttendanceRecord, eventId, type LocalDate, TimeZoneDays, type Transition } from '@rollcall/domain'
import { Ledger } from '@rollcall/ledger'
import {
  Api,
  type Caller,
  connectRedis,
  createApp,
  createLogger,
  endWithProblems,
  Health,
  type ListeningServer,
  listen,
  Names,
  type Pool,
  quitRedis,
  type Redis,
  type Route,
} from '@rollcall/platform'
import { addPeople, addSchools, createTestDatabase, type TestSchool } from '../../../tests/support/database.ts'
import { Corrections } from '../corrections/corrections.ts'
import { PersonDays } from '../corrections/person-days.ts'
import { LiveNotice } from '../intake/live-notice.ts'

export const PEOPLE_EACH = 20

/** Admins by role: what a test calls as. */
export const CALLERS: Record<string, Caller> = {
  district: { kind: 'admin', id: 1, name: 'Dora', role: 'district', schools: null },
  school1: { kind: 'admin', id: 2, name: 'Sara', role: 'school', schools: [1] },
  school2: { kind: 'admin', id: 3, name: 'Saul', role: 'school', schools: [2] },
  viewer: { kind: 'admin', id: 4, name: 'Vera', role: 'viewer', schools: [1, 2] },
  operator: { kind: 'admin', id: 5, name: 'Otto', role: 'operator', schools: null },
}

export interface Answered {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: the body of an answer is what the test looks at
  readonly body: any
  readonly text: string
  readonly headers: Headers
}

export interface Parts {
  readonly pool: Pool
  readonly redis: Redis
  readonly names: Names
  readonly ledger: Ledger
  readonly days: PersonDays
  readonly corrections: Corrections
  readonly health: Health
}

/** Routes of this service over a database of their own; schools 1, 2, ... with people 1 to 20, 21 to 40, ... */
export class Stage {
  readonly parts: Parts
  readonly #zones: Map<number, TimeZoneDays>
  readonly #server: ListeningServer
  readonly #drop: () => Promise<void>

  private constructor(
    parts: Parts,
    zones: Map<number, TimeZoneDays>,
    server: ListeningServer,
    drop: () => Promise<void>,
  ) {
    this.parts = parts
    this.#zones = zones
    this.#server = server
    this.#drop = drop
  }

  static async create(schools: readonly TestSchool[], routes: (parts: Parts) => Route[]): Promise<Stage> {
    const database = await createTestDatabase('stage')
    const { pool } = database
    await addSchools(pool, schools)
    for (const [i, { id }] of schools.entries())
      await addPeople(pool, { schoolId: id, firstId: i * PEOPLE_EACH + 1, count: PEOPLE_EACH })
    const log = createLogger('test', 'silent')
    const redis = connectRedis(process.env.TEST_REDIS_URL ?? '', log)
    const names = new Names(`t${Date.now().toString(36)}${process.pid}`)
    const ledger = new Ledger(pool, { raise: async () => {} })
    const days = new PersonDays(pool)
    const corrections = new Corrections({ ledger, days, notice: new LiveNotice(redis, names, log) })
    const health = new Health({ postgres: () => pool.query('SELECT 1'), redis: () => redis.ping() })
    const parts = { pool, redis, names, ledger, days, corrections, health }
    const api = new Api({
      title: 'Test',
      description: 'A test',
      authentication: { callerOf: ({ headers }) => CALLERS[headers.authorization ?? ''] },
    }).add(...routes(parts))
    const app = createApp()
    app.use(api.router())
    endWithProblems(app, createLogger('test', 'error'))
    const server = await listen(app, 0)
    const zones = new Map(schools.map(({ id, timeZone }) => [id, new TimeZoneDays(timeZone ?? 'Europe/Berlin')]))
    return new Stage(parts, zones, server, async () => {
      await server.close()
      await quitRedis(redis)
      await database.drop()
    })
  }

  close = () => this.#drop()

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`
  }

  async call(
    who: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answered> {
    const response = await fetch(this.url + path, {
      method,
      headers: { authorization: who, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    return { status: response.status, text, body: isJson ? JSON.parse(text) : undefined, headers: response.headers }
  }

  get = (who: string, path: string, headers?: Record<string, string>) => this.call(who, 'GET', path, undefined, headers)

  /** A record as the edge would have published it. */
  record(userId: number, type: Transition, at: string | number, temperature: number | null = null): AttendanceRecord {
    const schoolId = Math.ceil(userId / PEOPLE_EACH)
    const instant = typeof at === 'number' ? at : Date.parse(at)
    const zone = this.#zones.get(schoolId)
    if (!zone) throw new Error(`there is no school ${schoolId}`)
    return {
      v: 1,
      id: eventId(userId, type, instant),
      ...{ userId, schoolId, type, temperature, image: null, deviceId: null },
      at: new Date(instant).toISOString(),
      localDate: zone.dayAt(instant).date,
      receivedAt: new Date(instant).toISOString(),
    }
  }

  /** Somebody's stay on a date, from and to by UTC. */
  stay(userId: number, date: LocalDate, from: string, to?: string, temperature: number | null = null) {
    const records = [this.record(userId, 'checkin', `${date}T${from}:00Z`, temperature)]
    if (to) records.push(this.record(userId, 'checkout', `${date}T${to}:00Z`))
    return records
  }
}

/** A table as rows by column. None of ours has line breaks within a field unless a test puts them there. */
export function rowsOfCsv(text: string): Record<string, string>[] {
  const [head = '', ...lines] = text.trimEnd().split('\n')
  const columns = head.split(',')
  return lines.map((line) => {
    const fields = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((field) => field.replace(/,$/, '')) ?? []
    return Object.fromEntries(columns.map((column, i) => [column, (fields[i] ?? '').replace(/^"|"$/g, '')]))
  })
}
