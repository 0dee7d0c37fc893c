import { migrateDown, migrateUp } from '@rollcall/database'
import { row, Stage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await Stage.up()
})
afterEach(() => stage.down())

const BEFORE_LEAVE = 13
const schemas = async () =>
  (await stage.query(`SELECT nspname FROM pg_namespace WHERE nspname IN ('raw', 'dbo', 'leave') ORDER BY 1`)).map(
    ({ nspname }) => nspname,
  )

test('down drops all of it, up makes it empty, and it works', async () => {
  stage.has(row(1))
  await stage.sync()
  await migrateDown(stage.database.pool, { to: BEFORE_LEAVE })
  expect(await schemas()).toEqual([])
  await migrateUp(stage.database.pool)
  expect(await schemas()).toEqual(['dbo', 'leave', 'raw'])
  expect(await stage.query('SELECT * FROM dbo.employee_leaves')).toEqual([])
  expect(await stage.sync()).toMatchObject({ leaves: 1 })
})

const BEFORE_TYPED_LEAVES = 19

test('leave that was there before rows were kept typed stays as it is, and goes on from there', async () => {
  stage.has(row(1), row(2, { status: 'WHO KNOWS' }), row(3))
  await stage.sync()
  await migrateDown(stage.database.pool, { to: BEFORE_TYPED_LEAVES })
  await stage.query('CALL leave.fill_all()')
  await migrateUp(stage.database.pool)
  stage.has(row(1, { status: 'REJECTED' }), row(2, { status: 'WHO KNOWS' }))
  expect(await stage.sync()).toMatchObject({ leaves: 1, rejected: 1, vanished: 1 })
  expect(await stage.query('SELECT employee_leave_id AS id, state FROM dbo.employee_leaves ORDER BY 1')).toEqual([
    { id: 1, state: 'rejected' },
    { id: 3, state: 'approved' },
  ])
  expect(await stage.query('SELECT id FROM leave.typed_leaves ORDER BY 1')).toEqual([{ id: 1 }, { id: 2 }])
})
