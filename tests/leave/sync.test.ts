import { HrFailure } from '@rollcall/platform'
import { FAULTS } from '../../scripts/src/hr-simulator/faults.ts'
import { row, Stage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await Stage.up()
})
afterEach(() => stage.down())

const leaves = () =>
  stage.query(
    `SELECT employee_leave_id AS id, status, state, vanished_at IS NOT NULL AS vanished, cancelled_at IS NOT NULL AS cancelled
     FROM dbo.employee_leaves ORDER BY 1`,
  )

test('one row fills the eleven tables', async () => {
  stage.has(row(2653))
  await stage.sync()
  const one = async (table: string) => (await stage.query(`SELECT * FROM dbo.${table}`))[0]
  expect(await one('allocations')).toEqual({ allocation_id: 12, name: 'Science', type: 'department' })
  expect(await one('designations')).toEqual({ designation_id: 3, designation_name: 'Teacher' })
  expect(await one('team_managers')).toEqual({ team_manager_id: 400 })
  expect(await one('departments')).toEqual({ department_id: 1, department_description: 'Science' })
  expect(await one('leave_issuer')).toEqual({
    ...{ leave_issuer_id: 697, first_name: 'Maya', last_name: 'Karki', email: 'maya.karki@example.org' },
  })
  expect(await one('leave_types')).toEqual({
    ...{ leave_type_id: 2, leave_type: 'Sick', default_days: 12, transferrable_days: 0 },
  })
  expect(await one('fiscal_year')).toEqual({
    ...{ fiscal_id: 102, start_date: '2026-07-17', end_date: '2027-07-15', is_current: true },
  })
  expect(await one('employees')).toEqual({
    ...{ employee_id: 449, emp_id: '131', first_name: 'Asha', middle_name: null, last_name: 'Rai' },
    ...{ email: 'asha.rai@example.org', is_hr: false, is_supervisor: false },
    ...{ designation_id: 3, team_manager_id: 400, department_id: 1 },
  })
  expect(await one('employee_allocations')).toEqual({ employee_id: 449, allocation_id: 12, removed_at: null })
  expect(await one('employee_leave_issuer')).toEqual({
    ...{ employee_id: 449, leave_issuer_id: 697, is_current_leave_issuer: true },
  })
  expect(await one('employee_leaves')).toMatchObject({
    ...{ employee_leave_id: 2653, employee_id: 449, leave_issuer_id: 697, leave_type_id: 2, fiscal_id: 102 },
    ...{ leave_days: 2, reason: 'x', status: 'APPROVED', remarks: '', is_consecutive: false },
    ...{ start_date: '2026-11-02', end_date: '2026-11-03', state: 'approved' },
  })
  expect(await stage.query('SELECT date, portion FROM leave.days ORDER BY 1')).toEqual([
    { date: '2026-11-02', portion: 1 },
    { date: '2026-11-03', portion: 1 },
  ])
})

test('the same again writes nothing, whether the HR system knows etags or not', async () => {
  stage.has(row(1), row(2, { userId: 450, empId: '132', allocations: null }), row(3, { startDate: 'no date' }))
  await stage.sync()
  const before = await stage.versions()
  await stage.sync()
  expect(stage.simulator.notModified).toBe(1)
  await stage.query('UPDATE leave.windows SET etag = NULL')
  const changed = await stage.versions()
  stage.has(row(1), row(2, { userId: 450, empId: '132', allocations: null }), row(3, { startDate: 'no date' }))
  await stage.sync()
  const after = await stage.versions()
  const { 'leave.windows': _etag, ...rest } = after
  const { 'leave.windows': _before, ...first } = before
  expect(rest).toEqual(first)
  expect(Object.keys(changed)).toContain('dbo.employee_leaves')
  // Order and rows as before, but other bytes: every row is compared, and found to be the same.
  stage.has(row(3, { startDate: 'no date' }), row(2, { userId: 450, empId: '132', allocations: null, more: 1 }), row(1))
  await stage.sync()
  const { 'leave.windows': _again, ...again } = await stage.versions()
  expect(again).toEqual(first)
})

test('what changes lands: approved, moved, cancelled, renamed, gone and back', async () => {
  stage.has(row(1, { status: 'REQUESTED' }), row(2), row(3), row(4))
  await stage.sync()
  stage.has(
    row(1, {
      updatedAt: '2026-05-01T00:00:00.000Z',
      lastName: 'Rai-Gurung',
      designationId: 4,
      designationName: 'Head',
    }),
    row(2, { status: 'CANCELLED' }),
    row(3, { startDate: '2026-11-09', endDate: '2026-11-10' }),
  )
  await stage.sync()
  expect(await leaves()).toEqual([
    { id: 1, status: 'APPROVED', state: 'approved', vanished: false, cancelled: false },
    { id: 2, status: 'CANCELLED', state: 'cancelled', vanished: false, cancelled: true },
    { id: 3, status: 'APPROVED', state: 'approved', vanished: false, cancelled: false },
    { id: 4, status: 'APPROVED', state: 'approved', vanished: true, cancelled: false },
  ])
  expect(await stage.query('SELECT last_name, designation_id FROM dbo.employees')).toEqual([
    { last_name: 'Rai-Gurung', designation_id: 4 },
  ])
  expect(await stage.query('SELECT min(date), max(date) FROM leave.days WHERE employee_leave_id = 3')).toEqual([
    { min: '2026-11-09', max: '2026-11-10' },
  ])
  stage.has(row(4))
  await stage.sync()
  expect(await leaves()).toMatchObject([
    { vanished: true },
    { vanished: true },
    { vanished: true },
    { vanished: false },
  ])
})

describe('each fault of the upstream leaves the last good data, and says which it was', () => {
  test.each([
    ['slow', 'timed-out'],
    ['401', 'unauthorized'],
    ['429', 'too-many-requests'],
    ['500', 'server-error'],
    ['broken-json', 'not-json'],
    ['half-page', 'cut-short'],
  ] as const)('%s: %s', async (fault, kind) => {
    expect(FAULTS).toContain(fault)
    stage.has(row(1), row(2))
    await stage.sync()
    const before = await stage.versions()
    stage.has(row(1, { status: 'REJECTED' }))
    stage.simulator.fault = fault
    await expect(stage.sync({ timeoutMs: fault === 'slow' ? 200 : 5_000 })).rejects.toThrow(HrFailure)
    expect(await stage.versions()).toEqual(before)
    expect(await stage.status()).toMatchObject({
      failure: kind,
      failed_at: expect.any(Date),
      good_at: expect.any(Date),
    })
    stage.simulator.fault = 'none'
    await stage.sync()
    expect(await leaves()).toMatchObject([{ state: 'rejected' }, { vanished: true }])
    expect(await stage.status()).toMatchObject({ failure: null })
  })

  test('nobody there; a wrong token; a page that has no list', async () => {
    stage.has(row(1))
    await stage.sync()
    const before = await stage.versions()
    await expect(stage.sync({ url: 'http://127.0.0.1:9/leaves' })).rejects.toMatchObject({ kind: 'unreachable' })
    await expect(stage.sync({ token: 'wrong' })).rejects.toMatchObject({ kind: 'unauthorized' })
    const control = stage.url.replace('/api/leaves', '/health')
    await expect(stage.sync({ url: control })).rejects.toMatchObject({ kind: 'wrong-shape' })
    expect(await stage.versions()).toEqual(before)
  })

  test.each(['missing-fields', 'wrong-types'] as const)(
    '%s: the rows that are well come in all the same',
    async (fault) => {
      const rows = Array.from({ length: 20 }, (_, index) => row(index + 1))
      stage.has(...rows)
      await stage.sync()
      stage.has(...rows.map((each) => ({ ...each, status: 'REJECTED' })))
      stage.simulator.fault = fault
      const counts = await stage.sync()
      // Two of the spoilt ones are nothing at all, and one nothing is like another.
      const rejected = fault === 'wrong-types' ? 3 : 4
      expect(counts).toMatchObject({ leaves: 20, rejected, vanished: 0 })
      const states = (await leaves()).map(({ state }) => state)
      expect(states.filter((state) => state === 'approved')).toHaveLength(4)
      expect(states.filter((state) => state === 'rejected')).toHaveLength(16)
      expect(await stage.query('SELECT reasons FROM leave.rejects')).toHaveLength(rejected)
    },
  )

  test('most of it gone is not believed, until somebody says that it is so', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => row(index + 1))
    stage.has(...rows)
    await stage.sync()
    const before = await stage.versions()
    stage.has(...rows.slice(0, 10))
    await expect(stage.sync()).rejects.toMatchObject({ kind: 'shrunk' })
    expect(await stage.versions()).toEqual(before)
    expect(await stage.sync({ accept: true })).toMatchObject({ vanished: 50, leaves: 10 })
  })
})

test('a full page is not all of it: its dates are halved, and nothing that was cut off is taken for gone', async () => {
  const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)
  const rows = Array.from({ length: 60 }, (_, n) => row(n + 1, { startDate: day(n * 3), endDate: day(n * 3 + 4) }))
  stage.has(...rows)
  expect(await stage.sync({ size: 7 })).toMatchObject({ leaves: 60, incomplete: 0, vanished: 0 })
  const crowded = Array.from({ length: 9 }, (_, n) => row(100 + n, { startDate: '2026-06-15', endDate: '2026-06-15' }))
  stage.has(...rows, ...crowded.slice(0, 4))
  expect(await stage.sync({ size: 7 })).toMatchObject({ leaves: 64, incomplete: 0 })
  stage.has(...rows, ...crowded.slice(2), ...crowded.slice(0, 2))
  expect(await stage.sync({ size: 7 })).toMatchObject({ incomplete: 1, vanished: 0 })
  expect((await stage.status())?.incomplete).toBe('{2026-06-15}')
})

test('a hostile upstream breaks nothing', async () => {
  const nasty = `'; DROP TABLE dbo.employees; --\u0000\u0007\ud800`
  stage.has(
    row(1),
    row(2, {
      userId: 2,
      firstName: nasty,
      reason: nasty,
      departmentDescription: nasty,
      allocations: [{ id: 1, name: nasty }],
    }),
    row(3, { userId: 3, lastName: 'x'.repeat(1_000_000) }),
    row(4, { userId: 4, id: 99_999_999_999 }),
    row(5, { allocations: { length: 1 } }),
    row(6, { allocations: [{ id: { id: [] } }] }),
    row(7, { leaveDays: 'NaN', startDate: '-infinity' }),
    row(8, { startDate: '2026-02-30' }),
    row(9, { endDate: '2036-02-01' }),
    row(10, { leaveDays: 1e300 }),
    row(11, { status: ['APPROVED'] }),
    row('12', { userId: '449', isConsecutive: true, isConverted: 1 }),
    row(13, { createdAt: 'now' }),
    { __proto__: null, constructor: 1 },
    [[[[]]]],
    7,
  )
  const counts = await stage.sync()
  expect((await leaves()).map(({ id }) => id)).toEqual([1, 2, 12])
  expect(counts).toMatchObject({ leaves: 3, rejected: 12 })
  expect(await stage.query('SELECT first_name FROM dbo.employees WHERE employee_id = 2')).toEqual([
    { first_name: "'; DROP TABLE dbo.employees; --\ufffd \ufffd" },
  ])
  const before = await stage.versions()
  await stage.sync()
  expect(await stage.versions()).toEqual(before)
})

test('two at once: one is stored, the other is told', async () => {
  stage.has(row(1))
  const both = await Promise.allSettled([stage.sync(), stage.sync()])
  expect(both.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1)
  expect(await leaves()).toHaveLength(1)
  const [{ version } = { version: 0 }] = await stage.query('SELECT version FROM leave.sync')
  expect(version).toBe(both.filter(({ status }) => status === 'fulfilled').length)
})
