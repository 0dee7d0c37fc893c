import { awayFromMidnight } from '../../../tests/support/away-from-midnight.ts'
import { Stage } from '../testing/stage.ts'
import { correctionRoutes } from './correction-routes.ts'
import { Trail } from './trail.ts'

const DATE = '2026-09-01'
let stage: Stage
beforeAll(async () => {
  await awayFromMidnight('UTC')
  stage = await Stage.create([{ id: 1 }, { id: 2, timeZone: 'Asia/Tokyo' }], ({ pool, corrections, days }) =>
    correctionRoutes({ corrections, days, trail: new Trail(pool) }),
  )
  await stage.parts.ledger.apply(
    [1, 2, 3, 4].flatMap((id) => stage.stay(id, DATE, '06:00', '12:30')).concat(stage.stay(21, DATE, '00:00', '06:00')),
  )
})
afterAll(() => stage.close())

const correct = (who: string, body: object, headers?: Record<string, string>) =>
  stage.call(who, 'POST', '/api/corrections', { localDate: DATE, reason: 'a test', ...body }, headers)
const day = async (user: number, who = 'school1') => stage.get(who, `/api/days/${DATE}/users/${user}`)

test('a day is shown with what happened, what it counts as, and why', async () => {
  const { body } = await day(1)
  expect(body.data).toMatchObject({
    status: 'present',
    why: { rule: 'more than 4 hours', minutes: 390 },
    timeZone: 'Europe/Berlin',
    timeline: [{ type: 'checkin', byHand: false, void: false, device: null }, { type: 'checkout' }],
  })
})

test('an event tells the name of its device', async () => {
  const { pool, ledger } = stage.parts
  const { rows } = await pool.query(
    `INSERT INTO access.tokens (kind, name, hash) VALUES ('device', 'North gate', '\\x01') RETURNING id`,
  )
  await ledger.apply([{ ...stage.record(5, 'checkin', `${DATE}T06:00:00Z`), deviceId: rows[0].id }])
  expect((await day(5)).body.data.timeline).toMatchObject([{ type: 'checkin', device: 'North gate' }])
})

test('a preview tells before and after, and stores nothing; the correction does just that; undone, all is as before', async () => {
  const id = `1-o${Date.parse(`${DATE}T12:30:00Z`)}`
  const shorter = { kind: 'amend', userId: 1, id, type: 'checkout', timestamp: `${DATE}T07:00:00Z` }
  const before = (await day(1)).body.data
  const { body } = await stage.call('school1', 'POST', '/api/corrections/preview', {
    ...shorter,
    localDate: DATE,
    reason: 'x',
  })
  expect(body.data).toMatchObject({
    version: before.version,
    before: { status: 'present', minutes: 390 },
    after: { status: 'absent', why: { rule: '4 hours or less', minutes: 60 } },
  })
  expect((await day(1)).body.data).toEqual(before)

  const made = await correct('school1', shorter)
  expect(made).toMatchObject({ status: 201, body: { data: { day: body.data.after } } })
  const changed = (await day(1)).body.data
  expect(changed.timeline.map((entry: { byHand: boolean; void: boolean }) => [entry.byHand, entry.void])).toEqual([
    [false, false],
    [true, false],
    [false, true],
  ])
  expect(made.headers.get('etag')).toBe(`"${changed.version}"`)
  expect(await correct('school1', { kind: 'undo', userId: 1, undoes: made.body.data.id })).toMatchObject({
    status: 201,
  })
  expect((await day(1)).body.data).toEqual({ ...before, version: expect.not.stringMatching(before.version) })
})

test.each(['a header', 'a field'])(
  'two admins correct one day at once: one wins, the other is told (by %s)',
  async (how) => {
    const user = how === 'a header' ? 2 : 3
    const { version } = (await day(user)).body.data
    const mark = (status: string) => {
      const body = { kind: 'mark', userId: user, status }
      return how === 'a header'
        ? correct('school1', body, { 'if-match': `"${version}"` })
        : correct('district', { ...body, expectedVersion: version })
    }
    const answers = await Promise.all([mark('Absent'), mark('Leave'), mark('Late')])
    const statuses = answers.map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([201, 412, 412])
    const winner = answers[statuses.indexOf(201)]?.body.data.day
    expect((await day(user)).body.data).toEqual(winner)
    expect(answers.find(({ status }) => status === 412)?.body.type).toBe('urn:rollcall:problem:changed-meanwhile')
    const { rows } = await stage.parts.pool.query('SELECT count(*) FROM attendance.corrections WHERE user_id = $1', [
      user,
    ])
    expect(rows[0].count).toBe(1)
  },
)

test.each([
  [{ kind: 'void', userId: 4, id: '4-i1' }, 422],
  [{ kind: 'void', userId: 4, id: '3-i1788242400000' }, 400],
  [{ kind: 'add', userId: 4, type: 'checkin', timestamp: `${DATE}T06:00:00Z` }, 409],
  [{ kind: 'add', userId: 4, type: 'checkin', timestamp: '2026-09-02T06:00:00Z' }, 422],
  [{ kind: 'undo', userId: 4, undoes: 999 }, 422],
  [{ kind: 'mark', userId: 4, status: 'Asleep' }, 400],
  [{ kind: 'mark', userId: 4, status: 'Late', reason: ' ' }, 400],
  [{ kind: 'mark', userId: 21, status: 'Late' }, 422],
  [{ kind: 'sing', userId: 4 }, 400],
])('what makes no sense is refused: %j', async (body, status) => {
  expect((await correct('school1', body)).status).toBe(status)
  expect((await correct('viewer', body)).status).toBe(403)
})

test('the trail says who, what, when and why; by date, by change, by person and school; the same as a table', async () => {
  await correct('district', { kind: 'mark', userId: 21, status: 'Leave', reason: '=1+1' })
  const trail = async (who: string, query = '') => (await stage.get(who, `/api/corrections?${query}`)).body.data
  const all = await trail('district')
  expect(all[0]).toMatchObject({
    kind: 'mark',
    userId: 21,
    schoolId: 2,
    status: 'Leave',
    reason: '=1+1',
    madeBy: 'Dora',
  })
  expect(all).toEqual(all.toSorted((a: { id: number }, b: { id: number }) => b.id - a.id))
  expect(await trail('school2')).toEqual(all.slice(0, 1))
  expect(await trail('district', 'user=1')).toMatchObject([
    { kind: 'undo' },
    { kind: 'amend', undoneBy: expect.any(Number) },
  ])
  expect(await trail('district', 'school=1')).toHaveLength(all.length - 1)
  expect(await trail('district', `from=2026-09-02`)).toEqual([])
  const today = new Date().toISOString().slice(0, 10)
  expect(await trail('district', `changedFrom=${today}`)).toEqual(all)
  expect(await trail('district', `changedTo=2026-08-01`)).toEqual([])
  const csv = await stage.get('district', '/api/corrections', { accept: 'text/csv' })
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(csv.text.trimEnd().split('\n')).toHaveLength(all.length + 1)
  // A spreadsheet must not compute what somebody typed.
  expect(csv.text).toContain("'=1+1")
  const { rows } = await stage.parts.pool.query('SELECT count(*) FROM access.audit_log')
  expect(rows[0].count).toBe(all.length)
})

test('what is undone and brought back is not told to be undone', async () => {
  const make = async (body: object) => (await correct('school1', { userId: 6, ...body })).body.data.id as number
  const mark = await make({ kind: 'mark', status: 'Late' })
  const undo = await make({ kind: 'undo', undoes: mark })
  const trail = async () =>
    (await stage.get('school1', '/api/corrections?user=6')).body.data.map(
      ({ id, undoneBy }: { id: number; undoneBy: number | null }) => [id, undoneBy],
    )
  expect(await trail()).toEqual([
    [undo, null],
    [mark, undo],
  ])
  const again = await make({ kind: 'undo', undoes: undo })
  expect((await day(6)).body.data.mark).toBe('Late')
  expect(await trail()).toEqual([
    [again, null],
    [undo, again],
    [mark, null],
  ])
})

test('days of a person, one by one; another school’s are not there', async () => {
  const path = '/api/users/1/days?from=2026-08-31&to=2026-09-06'
  const { body } = await stage.get('school1', path)
  expect(body.data.map((each: { localDate: string; status: string }) => [each.localDate, each.status])).toEqual([
    ['2026-08-31', 'absent'],
    ['2026-09-01', 'present'],
    ['2026-09-02', 'absent'],
    ['2026-09-03', 'absent'],
    ['2026-09-04', 'absent'],
  ])
  expect((await stage.get('school2', path)).status).toBe(404)
  expect((await stage.get('school2', `/api/days/${DATE}/users/1`)).status).toBe(404)
})
