import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { takeLock, withLock } from './lock.ts'
import { identify } from './processes.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const folder = temporaryFolder()
const file = join(folder.path, 'a.lock')
const never = new AbortController().signal
afterAll(folder.remove)

test('one holds it, the others learn who; released, it is free', () => {
  const first = takeLock(file)
  expect(first).toHaveProperty('release')
  expect(takeLock(file)).toEqual({ heldBy: process.pid })
  if ('release' in first) first.release()
  const second = takeLock(file)
  expect(second).toHaveProperty('release')
  if ('release' in second) second.release()
})

test('the lock of a process that is gone, or a broken one, counts for nothing', async () => {
  const child = spawn('sleep', ['60'])
  await once(child, 'spawn')
  writeFileSync(file, JSON.stringify(identify(child.pid ?? 0)))
  expect(takeLock(file)).toEqual({ heldBy: child.pid })
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  const lock = takeLock(file)
  expect(lock).toHaveProperty('release')
  if ('release' in lock) lock.release()
  writeFileSync(file, 'rubbish')
  expect(takeLock(file)).toHaveProperty('release')
  writeFileSync(file, 'rubbish')
})

test('under the lock there is one at a time', async () => {
  let inside = 0
  let most = 0
  const work = async () => {
    inside++
    most = Math.max(most, inside)
    await new Promise(setImmediate)
    inside--
  }
  await Promise.all([1, 2, 3].map(() => withLock(file, never, work)))
  expect(most).toBe(1)
})
