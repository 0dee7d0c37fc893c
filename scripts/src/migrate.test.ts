import { ownStores, runScript } from './testing/run-script.ts'

const stores = ownStores()
const migrate = (...args: string[]) => runScript('migrate', args, stores.environment)
afterAll(() => stores.remove())

test('the way of a database: nothing there, up, up again, down, up', async () => {
  expect(await migrate('status')).toMatchObject({
    code: 1,
    err: expect.stringContaining('run `npm run migrate -- up`'),
  })

  const up = await migrate('up')
  expect(up).toMatchObject({ code: 0, err: '' })
  expect(up.out).toMatch(/^database \S+ made\nmigration 0001-operations applied\n/)
  expect(up.out).toContain('attendance.recorded made: 8 partitions')
  expect((await migrate('up')).out).toContain('schema is up to date')
  expect(await migrate('status')).toMatchObject({ code: 0, out: expect.stringContaining('0001-operations') })

  const refused = await migrate('down', '--all')
  expect(refused).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Say --yes') })
  expect(await migrate('status')).toMatchObject({ code: 0 })

  expect(await migrate('down', '--to', '1', '--yes')).toMatchObject({ code: 0, err: '' })
  const pending = await migrate('status')
  expect(pending.code).toBe(3)
  expect(pending.out).toMatch(/0001-operations +applied .*\n0002-roster +pending\n/)
  expect(await migrate('up')).toMatchObject({ code: 0, out: expect.stringContaining('migration 0002-roster applied') })
})

test.each([
  [['sideways'], "unknown command 'sideways'"],
  [['down', '--to', 'x'], 'It must be the number of a migration'],
  [['down', '--to', '999', '--yes'], 'there is no way down to 999'],
  [[], 'Usage: migrate'],
])('asked for in the wrong way (%j): exit code 2 and a sentence', async (args, message) => {
  expect(await migrate(...args)).toMatchObject({ code: 2, err: expect.stringContaining(message) })
})

test('--help is no error', async () => {
  expect(await migrate('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Usage: migrate') })
})

test('every variable that is missing is named', async () => {
  const { code, err } = await runScript('migrate', ['up'], { DATABASE_URL: 'postgres://localhost/x' })
  expect(code).toBe(1)
  for (const name of ['KAFKA_BROKERS', 'MONGO_URL']) expect(err).toContain(name)
})
