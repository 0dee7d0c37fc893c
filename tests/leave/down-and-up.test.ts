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
