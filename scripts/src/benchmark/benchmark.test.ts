import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runningPrograms } from '@rollcall/engines'
import { ownStores, runScript } from '../testing/run-script.ts'
import { until } from './drain.ts'
import { readNames } from './reads/reads.ts'
import { contenderNames } from './result.ts'

const { environment } = ownStores()
const folder = mkdtempSync(join(tmpdir(), 'rollcall-benchmark-'))
const json = join(folder, 'figures.json')
const home = fileURLToPath(new URL('../../../.rollcall/benchmark', import.meta.url))
const tiny = [
  ...['--records', '500', '--rounds', '1', '--people', '20000', '--steady-seconds', '1'],
  ...['--read-schools', '5', '--read-people', '200', '--read-seconds', '1'],
  ...['--leave-records', '300', '--leave-seconds', '1'],
]
afterAll(() => rmSync(folder, { recursive: true }))

test('a tiny run writes every figure, and nothing of Rollcall is lost or doubled', async () => {
  const { code, out, err } = await runScript('benchmark/main', [...tiny, '--json', json], environment)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  for (const name of [...contenderNames, ...readNames]) expect(out).toMatch(new RegExp(`^${name} `, 'm'))

  const figures = JSON.parse(readFileSync(json, 'utf8'))
  const speed = expect.any(Number)
  const each = contenderNames.map((name) => {
    const overHttp = name === 'consumer' || name === 'bare-insert' ? null : speed
    const stored = name === 'empty-server' ? 0 : 500
    return {
      name,
      requestsPerSecond: overHttp,
      recordsPerSecond: speed,
      p50: overHttp,
      p99: overHttp,
      acknowledged: 500,
      stored,
      lost: 500 - stored,
      doubled: 0,
    }
  })
  expect(figures).toMatchObject({
    contenders: each,
    ratios: { 'single/empty-server': speed, 'single/fast-and-loose': speed, 'consumer/bare-insert': speed },
    gateBytesPerUser: figures.redisBytesPerUser.gate,
    redisBytesPerUser: { plain: speed, hash: speed, gate: speed },
    steady1500: { p50: speed, p99: speed },
  })
  expect(figures.redisBytesPerUser.gate).toBeLessThan(figures.redisBytesPerUser.plain)
  expect(figures.killed).toEqual([
    { name: 'single', acknowledged: 500, stored: 500, lost: 0, doubled: 0 },
    expect.objectContaining({ name: 'fast-and-loose', acknowledged: 500 }),
  ])
  const latency = { p50: speed, p95: speed }
  const times = { ...latency, p99: speed, perSecond: speed }
  expect(figures.reads).toMatchObject({
    dayRows: 22 * 1_000,
    reads: readNames.map((name) => ({ name, cold: latency, cached: name.startsWith('list') ? null : latency })),
    readers: { readers: 64, quiet: times, loaded: times, ratio: speed },
  })
  for (const { name, rowsRead, rowsNeeded } of figures.reads.reads)
    expect([name, rowsRead >= rowsNeeded]).toEqual([name, true])
  expect(figures.leave).toMatchObject({
    records: 300,
    changedRecords: 3,
    syncSeconds: { first: speed, unchanged: speed, changed: speed },
    leaveInfo: times,
    trends: times,
  })
  const names = figures.services.map(({ name }: { name: string }) => name)
  expect(names).toEqual(expect.arrayContaining(['attendance-service', 'dashboard-service', 'tasks']))

  const report = readFileSync(join(home, 'report.html'), 'utf8')
  const scripts = [...report.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => script ?? '')
  expect(scripts).toHaveLength(2)
  for (const script of scripts) expect(() => new Function(script)).not.toThrow()
  const page = scripts.reduce((rest, script) => rest.replace(script, ''), report)
  expect(page).not.toMatch(/\b(src|href)=|url\(|@import/)
}, 600_000)

test('Ctrl-C in the middle leaves no process and no file', async () => {
  const file = join(folder, 'never.json')
  const main = fileURLToPath(new URL('../../dist/benchmark/main.js', import.meta.url))
  const child = spawn(process.execPath, [main, ...tiny, '--only', 'single', '--json', file], {
    env: { PATH: process.env.PATH, ...environment },
  })
  const exited = once(child, 'exit')
  await until('a service to run', async () => runningPrograms(home).length > 0)
  child.kill('SIGINT')
  expect(await exited).toEqual([130, null])
  expect(runningPrograms(home)).toEqual([])
  expect(readdirSync(folder).filter((name) => name.startsWith('never'))).toEqual([])
})

test.each([
  [['--rounds', '0'], 'It must be a whole number from 1 to 50'],
  [['--records', 'many'], 'It must be a whole number'],
  [['--only', 'single,triple'], 'There is no triple'],
  [['--json', '/no/such/folder/x.json'], 'There is no folder /no/such/folder'],
  [['--fast'], "unknown option '--fast'"],
  [['now'], 'too many arguments'],
])('asked for in the wrong way (%j): exit code 2 and a sentence', async (args, message) => {
  expect(await runScript('benchmark/main', args, environment)).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining(message),
  })
})

test('--help names the contenders', async () => {
  const { code, out } = await runScript('benchmark/main', ['--help'], environment)
  expect(code).toBe(0)
  for (const name of contenderNames) expect(out).toContain(name)
})
