import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// scripts/bin/run.mjs, which is behind every npm script.

const bin = fileURLToPath(new URL('../../bin/', import.meta.url))

function run(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }))
  })
}

test('every npm script is a command that --help tells of', async () => {
  const { scripts } = JSON.parse(readFileSync(join(bin, '../../package.json'), 'utf8'))
  const { code, stdout } = await run(join(bin, 'run.mjs'), '--help')
  expect(code).toBe(0)
  for (const name of Object.keys(scripts)) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
})

test.each([[[]], [['bogus']], [['toString']]])('%j is no command: usage, exit code 2', async (args) => {
  const { code, stderr } = await run(join(bin, 'run.mjs'), ...args)
  expect(code).toBe(2)
  expect(stderr).toContain('Usage: npm run <command>')
})

test('what installs or builds does so alone; the lock of a dead process is nobody’s', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-run-'))
  const lock = join(folder, 'a.lock')
  writeFileSync(lock, JSON.stringify({ pid: process.pid, startedAt: 'at another time' }))
  const counter = join(folder, 'counter')
  writeFileSync(counter, '0')
  // Reads, lets others run, writes: without the lock most of the increments would be lost.
  const script = `import { withLock } from ${JSON.stringify(join(bin, 'lock.mjs'))}
import { readFileSync, writeFileSync } from 'node:fs'
for (let i = 0; i < 5; i++) await withLock(${JSON.stringify(lock)}, async () => {
  const before = Number(readFileSync(${JSON.stringify(counter)}, 'utf8'))
  await new Promise((done) => setTimeout(done, 5))
  writeFileSync(${JSON.stringify(counter)}, String(before + 1))
})`
  const runs = await Promise.all([1, 2, 3].map(() => run('--input-type=module', '-e', script)))
  expect(runs.map(({ stderr }) => stderr)).toEqual(['', '', ''])
  expect(readFileSync(counter, 'utf8')).toBe('15')
  rmSync(folder, { recursive: true })
})
