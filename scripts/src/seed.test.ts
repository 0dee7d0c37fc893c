import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { dropDatabase, openDatabase, unusedDatabaseUrl } from '../../database/src/testing/fresh-database.ts'
import { runScript } from './testing/run-script.ts'

// The command as npm runs it: a process of its own, from dist.

const url = unusedDatabaseUrl()
const environment = { DATABASE_URL: url }
const seed = (...args: string[]) => runScript('seed', args, environment)
afterAll(() => dropDatabase(url))

test('--help tells of all options, exit code 0', async () => {
  const { code, out } = await seed('--help')
  expect(code).toBe(0)
  for (const option of ['--seed', '--schools', '--users', '--days', 'SEED_ADMIN_PASSWORD'])
    expect(out).toContain(option)
})

test('whoever reads it may be gone before it is told, as `| head` is', async () => {
  const file = fileURLToPath(new URL('../dist/seed.js', import.meta.url))
  const child = spawn(process.execPath, [file, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  let complaints = ''
  child.stderr.on('data', (text) => {
    complaints += text
  })
  const [code] = await once(child, 'close')
  expect([code, complaints]).toEqual([0, ''])
})

test.each([
  [['--users', 'many']],
  [['--schools', '0']],
  [['--days', '-1']],
  [['--seed', '1.5']],
  [['--schools', '30', '--users', '20']],
  [['--bogus']],
  [['something']],
])('%j: what is wrong with it, exit code 2, and nothing is touched', async (args) => {
  const { code, out, err } = await seed(...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(/whole number|fewer|unknown option|too many arguments/)
})

test('a database that is not there is made and filled; Ctrl-C in the middle ends it in order, and the same command goes on', async () => {
  const args = ['--schools', '30', '--users', '900', '--days', '40']
  const script = fileURLToPath(new URL('../dist/seed.js', import.meta.url))
  const child = spawn(process.execPath, [script, ...args], { env: { PATH: process.env.PATH, ...environment } })
  let out = ''
  child.stdout.on('data', (text) => {
    if (!out.includes('District')) setImmediate(() => child.kill('SIGINT'))
    out += text
  })
  const [code] = await once(child, 'exit')
  expect({ code, out }).toEqual({ code: 130, out: expect.stringContaining('Stopping') })

  const again = await seed(...args)
  expect(again).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/begun already: 30 schools .*\nMade: /s) })
  expect(await seed(...args)).toMatchObject({ code: 0, err: '', out: expect.stringContaining('nothing was written') })
  const pool = openDatabase(url)
  const { rows } = await pool.query(
    `SELECT (SELECT count(*) FROM roster.users) AS users, (SELECT count(*) FROM attendance.school_days WHERE closed_at IS NOT NULL) AS days`,
  )
  await pool.query('COMMENT ON SCHEMA roster IS NULL')
  await pool.end()
  expect(rows).toEqual([{ users: 900, days: 1_200 }])

  // Without its note it is anybody's.
  expect(await seed(...args)).toMatchObject({ code: 1, err: expect.stringContaining('nothing was written') })
})
