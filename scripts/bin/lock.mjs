import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** One process at a time does the work; the others wait. The lock of a process that is gone counts for nothing. */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true })
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, JSON.stringify({ pid: process.pid, startedAt: startedAt(process.pid) }))
  try {
    while (!link(mine, file)) {
      if (isHeld(file)) await delay(100)
      else discard(file, `${mine}.stale`)
    }
    try {
      return await work()
    } finally {
      rmSync(file, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

/** link() fails when the name exists, and shows the whole content at once. */
function link(mine, file) {
  try {
    linkSync(mine, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** Whoever is slower in finding a stale lock must not throw away the new one of the faster. */
function discard(file, aside) {
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  if (isHeld(aside)) link(aside, file)
  rmSync(aside, { force: true })
}

function isHeld(file) {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8'))
    process.kill(holder.pid, 0)
    return startedAt(holder.pid) === holder.startedAt // an id is used again
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function startedAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined // no /proc here: the id alone has to do
  }
}
