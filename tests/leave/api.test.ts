import {
  Api,
  type Caller,
  createApp,
  createLogger,
  endWithProblems,
  type ListeningServer,
  listen,
} from '@rollcall/platform'
import fc from 'fast-check'
import { leaveRoutes } from '../../dashboard-service/src/leave/leave-routes.ts'
import { addPeople, addSchools } from '../support/database.ts'
import { type Row, row, Stage } from './stage.ts'

const callers: Record<string, Caller> = {
  district: { kind: 'token', id: 1, name: 'api key 1', role: 'api', schools: null },
  school: { kind: 'admin', id: 2, name: 'Vera', role: 'viewer', schools: [1] },
  device: { kind: 'token', id: 3, name: 'device key 3', role: 'device', schools: null },
}

let stage: Stage
let server: ListeningServer
beforeAll(async () => {
  stage = await Stage.up()
  await addSchools(stage.database.pool, [{ id: 1 }, { id: 2 }])
  await addPeople(stage.database.pool, { schoolId: 1, firstId: 1, count: 3 })
  await addPeople(stage.database.pool, { schoolId: 2, firstId: 11, count: 2 })
  await stage.query(`UPDATE roster.users SET kind = 'teacher', external_id = 'E' || id`)
  const authentication = { callerOf: ({ headers }: { headers: Row }) => callers[String(headers.authorization)] }
  const api = new Api({ title: 'Test', description: '', authentication })
  api.add(...leaveRoutes(stage.database.pool, { HR_URL: stage.url, HR_TOKEN: 'the-token' }))
  expect(JSON.stringify(api.document())).toContain('/api/leave/trends')
  const app = createApp()
  app.use(api.router())
  endWithProblems(app, createLogger('test', 'silent'))
  server = await listen(app, 0)
})
afterAll(async () => {
  await server.close()
  await stage.down()
})
afterEach(() => {
  stage.simulator.fault = 'none'
})

const ask = (path: string, who = 'district', more: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${server.port}${path}`, {
    redirect: 'manual',
    ...more,
    headers: { authorization: who, ...(more.body ? { 'content-type': 'application/json' } : {}), ...more.headers },
  })
const get = async (path: string, who?: string) => {
  const answer = await ask(path, who)
  return {
    status: answer.status,
    ...(JSON.parse((await answer.text()) || '{}') as { data: Row[]; total: Row; next: string }),
  }
}
const of = (user: number, more: Row = {}) => ({ userId: 500 + user, empId: `E${user}`, email: null, ...more })

test('the root tells programs that it is alive, and sends browsers to the pages', async () => {
  expect(await (await ask('/', '')).json()).toEqual({ success: true })
  expect(await (await ask('/', '', { headers: { accept: 'application/json' } })).json()).toEqual({ success: true })
  const browser = await ask('/', '', { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } })
  expect([browser.status, browser.headers.get('location')]).toEqual([302, '/app'])
})

test('the upstream is passed on with its data, and its faults as ours to tell', async () => {
  stage.has(row(1), row(2))
  const info = (n: number) => `/leave_info?startDate=2026-01-01&endDate=2026-12-${String(n).padStart(2, '0')}`
  expect((await get(info(1))).data).toEqual([row(1), row(2)])
  expect((await get('/leave_info', 'nobody')).status).toBe(401)
  expect((await get('/leave_info', 'device')).status).toBe(403)
  expect((await get('/leave_info', 'school')).status).toBe(403)
  expect((await get('/leave_info?startDate=x')).status).toBe(400)
  const seen: [string, number, unknown][] = []
  for (const [n, fault] of (['401', '429', '500', 'broken-json', 'half-page'] as const).entries()) {
    stage.simulator.fault = fault
    const { status, ...problem } = (await get(info(n + 2))) as unknown as { status: number; failure: string }
    seen.push([fault, status, problem.failure])
  }
  expect(seen).toEqual([
    ['401', 502, 'unauthorized'],
    ['429', 502, 'too-many-requests'],
    ['500', 502, 'server-error'],
    ['broken-json', 502, 'not-json'],
    ['half-page', 502, 'cut-short'],
  ])
})

const DEPARTMENTS = ['Science', 'Arts', null]
const fiscal = (year: number) => ({
  fiscalId: year - 1924,
  fiscalStartDate: `${year}-07-16T00:00:00.000Z`,
  fiscalEndDate: `${year + 1}-07-15T00:00:00.000Z`,
})
const day = (n: number) => new Date(Date.UTC(2026, 5, 1 + n)).toISOString().slice(0, 10)
const leave = fc.record({
  user: fc.constantFrom(1, 2, 3, 11, 12, 99),
  from: fc.nat(60),
  length: fc.nat(6),
  half: fc.boolean(),
  isConsecutive: fc.boolean(),
  type: fc.constantFrom(1, 2, 3),
  status: fc.constantFrom('APPROVED', 'APPROVED', 'APPROVED', 'REQUESTED', 'REJECTED', 'CANCELLED'),
})
type Leave = typeof leave extends fc.Arbitrary<infer T> ? T : never
const upstream = (given: readonly Leave[]) => [
  ...ours(given),
  // Both fiscal years are known, whatever the others are.
  ...[2025, 2026].map((year) =>
    row(year, of(1, { status: 'REJECTED', departmentDescription: DEPARTMENTS[1], ...fiscal(year) })),
  ),
]
const ours = (given: readonly Leave[]) =>
  given.map(({ user, from, length, half, isConsecutive, type, status }, index) =>
    row(index + 1, {
      ...of(user, {
        status,
        isConsecutive,
        leaveDays: half ? 0.5 : 1,
        leaveTypeId: type,
        leaveTypeName: `Type ${type}`,
      }),
      ...{
        departmentDescription: DEPARTMENTS[user % 3],
        designationId: user % 2 ? 3 : 4,
        ...fiscal(2025 + (index % 2)),
      },
      ...{ startDate: day(from), endDate: day(from + length), defaultDays: 10 * type, transferableDays: type },
    }),
  )

/** Each day of each leave, the plainest way there is. */
const plain = (given: readonly Leave[]) =>
  given.flatMap(({ user, from, length, half, isConsecutive, type, status }) => {
    const dates: string[] = []
    for (let n = from; n <= from + length; n++) {
      const weekday = new Date(`${day(n)}T00:00:00Z`).getUTCDay()
      if (isConsecutive || (weekday !== 0 && weekday !== 6)) dates.push(day(n))
    }
    return dates.map((date) => ({
      ...{ user, type, status, date, days: half && date === dates.at(-1) ? 0.5 : 1 },
      ...{
        department: DEPARTMENTS[user % 3] ?? null,
        designation: user % 2 ? 3 : 4,
        fiscal: date < '2026-07-16' ? 101 : 102,
      },
    }))
  })
const sum = (of: readonly { days: number }[]) => of.reduce((total, { days }) => total + days, 0)

test('numbers are those of a plain count, and parts are together the whole, whatever the filters', async () => {
  const filter = fc.record({
    fiscalYear: fc.subarray([101, 102]),
    designation: fc.subarray([3, 4]),
    leaveType: fc.subarray([1, 2, 3]),
    state: fc.constantFrom('', 'approved', 'approved,pending'),
    who: fc.constantFrom('district', 'school'),
  })
  const all = fc.array(leave, { minLength: 2, maxLength: 15 })
  await fc.assert(
    fc.asyncProperty(all, filter, async (given, { fiscalYear, designation, leaveType, state, who }) => {
      stage.has(...upstream(given))
      await stage.sync({ accept: true })
      const parameters = { fiscalYear, designation, leaveType, state }
      const query = Object.entries(parameters).flatMap(([name, value]) => (value.length > 0 ? `&${name}=${value}` : []))
      const wanted = state === 'approved,pending' ? ['APPROVED', 'REQUESTED'] : ['APPROVED']
      const counted = plain(given).filter(
        (each) =>
          wanted.includes(each.status) &&
          (fiscalYear.length === 0 || fiscalYear.includes(each.fiscal)) &&
          (designation.length === 0 || designation.includes(each.designation)) &&
          (leaveType.length === 0 || leaveType.includes(each.type)) &&
          (who === 'district' || [1, 2, 3].includes(each.user)),
      )
      const keys = {
        month: 'month',
        department: 'department',
        type: 'type',
        designation: 'designation',
        employee: 'user',
      }
      for (const [by, key] of Object.entries(keys)) {
        const { status, data, total } = await get(`/api/leave/trends?by=${by}${query.join('')}`, who)
        expect(status).toBe(200)
        expect(Number(total.days)).toBeCloseTo(sum(counted), 6)
        expect(sum(data as never)).toBeCloseTo(sum(counted), 6)
        const naive = new Map<unknown, number>()
        for (const each of counted) {
          const of = { ...each, month: each.date.slice(0, 7), user: each.user + 500 }[key]
          naive.set(of, (naive.get(of) ?? 0) + each.days)
        }
        expect(new Map(data.map((part) => [part[by === 'department' ? 'name' : 'key'], part.days]))).toEqual(naive)
      }
      for (const rows of ['month', 'weekday']) {
        const { data } = await get(`/api/leave/heatmap?rows=${rows}${query.join('')}`, who)
        expect(sum(data as never)).toBeCloseTo(sum(counted), 6)
        const percent = data.reduce((total, cell) => total + Number(cell.percent), 0)
        expect(percent).toBeCloseTo(counted.length > 0 ? 100 : 0, 6)
      }
      const away = await get(`/api/leave/away?from=2026-06-10&to=2026-06-20${query.join('')}`, who)
      expect(sum(away.data as never)).toBeCloseTo(
        sum(counted.filter(({ date }) => date >= '2026-06-10' && date <= '2026-06-20')),
        6,
      )
    }),
    { numRuns: 20 },
  )
})

test('a profile’s balances explain themselves, and agree with the trends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(leave, { minLength: 2, maxLength: 15 }), async (given) => {
      stage.has(...upstream(given))
      await stage.sync({ accept: true })
      const { data } = (await get('/api/leave/employees/501')) as unknown as { data: { balances: never[] } }
      const mine = plain(given).filter(({ user, status }) => user === 1 && status === 'APPROVED')
      type Balance = { taken: number; left: number; ledger: { effect: number }[] }
      const balances = data.balances as Balance[]
      expect(sum(balances.map(({ taken }) => ({ days: taken })))).toBeCloseTo(sum(mine), 6)
      for (const { left, ledger } of balances)
        expect(sum(ledger.map(({ effect }) => ({ days: effect })))).toBeCloseTo(left, 6)
    }),
    { numRuns: 10 },
  )
})

test('employees are searched, filtered and paged; a school sees its own', async () => {
  stage.has(
    ...[1, 2, 11, 99].map((user) =>
      row(user, of(user, { firstName: user === 2 ? '100%' : '=cmd()', lastName: `No ${user}` })),
    ),
  )
  await stage.sync({ accept: true })
  const ids = async (query: string, who?: string) =>
    (await get(`/api/leave/employees?${query}`, who)).data.map(({ id }) => id)
  expect(await ids('')).toEqual(expect.arrayContaining([501, 502, 511, 599]))
  expect(await ids('q=NO+1')).toEqual([501, 511])
  expect(await ids('q=100%25')).toEqual([502])
  expect(await ids('q=%25')).toEqual([502])
  expect(await ids('q=no+', 'school')).toEqual([501, 502])
  expect(await ids('q=no&state=pending')).toEqual([])
  const first = await get('/api/leave/employees?q=No&limit=2&count=true')
  expect(first.total).toBe(4)
  expect(first.data.map(({ id }) => id)).toEqual([501, 502])
  const second = await get(`/api/leave/employees?q=No&limit=2&cursor=${first.next}`)
  expect(second.data.map(({ id }) => id)).toEqual([511, 599])
  expect((await get('/api/leave/employees/511', 'school')).status).toBe(404)
  expect((await get('/api/leave/employees/599', 'school')).status).toBe(404)
  expect((await get('/api/leave/employees/501', 'school')).status).toBe(200)
  expect((await get('/api/leave/employees', 'device')).status).toBe(403)
  expect((await get('/api/leave/employees?department=x')).status).toBe(400)
  const csv = await (await ask('/api/leave/employees?q=No&format=csv')).text()
  expect(csv.split('\n')[0]).toBe('id,empId,name,email,department,designation,userId,schoolId,days')
  expect(csv).toContain(`501,E1,'=cmd() No 1,`)
})

test('who is away is counted over all pages: leaves, and people', async () => {
  const at = (user: number, from: string, to: string) => of(user, { startDate: from, endDate: to })
  stage.has(
    row(1, at(1, '2026-11-02', '2026-11-03')),
    row(2, at(1, '2026-11-05', '2026-11-05')),
    row(3, at(2, '2026-11-03', '2026-11-03')),
    row(4, at(11, '2026-11-03', '2026-11-03')),
  )
  await stage.sync({ accept: true })
  const counted = async (query: string, who?: string) => {
    const { data, total, people } = (await get(`/api/leave/away?${query}&limit=1&count=true`, who)) as unknown as Row
    return [(data as Row[]).length, total, people]
  }
  expect(await counted('on=2026-11-03')).toEqual([1, 3, 3])
  expect(await counted('from=2026-11-02&to=2026-11-08')).toEqual([1, 4, 3])
  expect(await counted('from=2026-11-02&to=2026-11-08', 'school')).toEqual([1, 3, 2])
  expect(await counted('on=2026-11-07')).toEqual([0, 0, 0])
})

test('an employee is linked by hand, with a line in the audit log, and the sync goes by it', async () => {
  stage.has(row(1, of(1)), row(2, of(99)))
  await stage.sync({ accept: true })
  expect((await get('/api/leave/unlinked')).data.map(({ id }) => id)).toContain(599)
  const put = (id: number, userId: number | null, who = 'district') =>
    ask(`/api/leave/employees/${id}/link`, who, { method: 'PUT', body: JSON.stringify({ userId }) })
  expect((await put(599, 12)).status).toBe(200)
  expect((await put(501, 12)).status).toBe(409)
  expect((await put(599, 4_000)).status).toBe(400)
  expect((await put(4_000, 12)).status).toBe(404)
  expect((await put(599, 1, 'school')).status).toBe(403)
  await stage.sync()
  expect(await stage.query('SELECT DISTINCT user_id FROM attendance.excused_days ORDER BY 1')).toEqual([
    { user_id: 1 },
    { user_id: 12 },
  ])
  expect(await stage.query(`SELECT action, subject_id, after FROM access.audit_log`)).toEqual([
    { action: 'employee.link', subject_id: 599, after: { userId: 12 } },
  ])
  expect((await ask('/api/leave/employees/599/link', 'district', { method: 'DELETE' })).status).toBe(204)
  await stage.sync()
  expect(await stage.query('SELECT DISTINCT user_id FROM attendance.excused_days')).toEqual([{ user_id: 1 }])
})

test('the status says how old the data is and what failed; every list is there as CSV', async () => {
  await stage.sync({ accept: true, now: new Date(Date.now() - 3_600_000) })
  const status = async () => (await get('/api/leave/status')).data as unknown as Row
  expect(await status()).toMatchObject({ isFresh: false, lastFailure: null, asOf: expect.any(String) })
  expect(Number((await status()).ageSeconds)).toBeGreaterThanOrEqual(3_600)
  stage.simulator.fault = '500'
  await expect(stage.sync()).rejects.toThrow()
  expect(await status()).toMatchObject({ lastFailure: { kind: 'server-error' } })
  for (const path of [
    ...[
      'employees?',
      'employees/501?',
      'trends?by=month&',
      'heatmap?rows=weekday&',
      'away?on=2026-11-02&',
      'fiscal-years?',
    ],
    ...['unlinked?', 'rejects?'],
  ]) {
    const answer = await ask(`/api/leave/${path}format=csv`)
    expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 200, 'text/csv; charset=utf-8'])
    await answer.text()
  }
})
