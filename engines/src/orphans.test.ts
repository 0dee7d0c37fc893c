import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { stopOrphans } from './orphans.ts'
import { runningProgram, runningPrograms, writePidFile } from './pid-file.ts'
import { familyOf, identify, isAlive } from './processes.ts'
import { answering } from './testing/answering.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const folder = temporaryFolder()
afterAll(async () => {
  await stopOrphans(folder.path)
  folder.remove()
})

/** A process of its own that starts engines and stays, as `npm start` does. It runs from dist. */
async function starter(outlive: boolean): Promise<ChildProcess> {
  const dist = fileURLToPath(new URL('../dist/index.js', import.meta.url))
  const options = JSON.stringify({ folder: folder.path, only: ['redis', 'postgres'], outlive })
  const script = `import { startEngines } from ${JSON.stringify(dist)}
await startEngines(${options})
console.log('up')
setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout })) if (line === 'up') break
  return child
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

test.each([
  ['whose starter was killed', false],
  ['which were meant to outlive it', true],
])('engines %s go on, are found and stopped', async (_, outlive) => {
  await killed(await starter(outlive))
  const left = runningPrograms(folder.path)
  expect(left.map((record) => record.name).sort()).toEqual(['postgres', 'redis'])
  for (const { name, url } of left) await answering(name as 'postgres' | 'redis', url)
  const families = left.flatMap((record) => familyOf(record.process.pid))

  expect((await stopOrphans(folder.path)).sort()).toEqual(['postgres', 'redis'])

  expect(families.filter(isAlive)).toEqual([])
  expect(await stopOrphans(folder.path)).toEqual([])
})

test('engines with a living starter are left alone', async () => {
  const child = await starter(false)
  expect(await stopOrphans(folder.path)).toEqual([])
  expect(runningPrograms(folder.path)).toHaveLength(2)
  await killed(child)
  expect(await stopOrphans(folder.path)).toHaveLength(2)
})

test('a process that only has the id of an engine is not touched', async () => {
  const stranger = spawn('sleep', ['60'])
  await once(stranger, 'spawn')
  const process = { pid: stranger.pid ?? 0, startedAt: 'at another time' }
  const record = { name: 'redis', url: '', log: '', stopSignal: 'SIGKILL' as const, process, folder: folder.path }
  writePidFile(record)
  expect(await stopOrphans(folder.path)).toEqual([])
  expect(runningProgram(folder.path, 'redis')).toBeUndefined()
  expect(identify(process.pid)).toBeDefined()
  await killed(stranger)
})
