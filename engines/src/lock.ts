import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { identify, isAlive, type ProcessIdentity } from './processes.ts'

export type Lock = { release(): void } | { heldBy: number }

/** One process at a time. A lock whose process is gone counts for nothing. */
export function takeLock(file: string): Lock {
  mkdirSync(dirname(file), { recursive: true })
  const mine = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`
  writeFileSync(mine, JSON.stringify(identify(process.pid)))
  try {
    for (;;) {
      if (link(mine, file)) return { release: () => rmSync(file, { force: true }) }
      const holder = holderOf(file)
      if (holder && isAlive(holder)) return { heldBy: holder.pid }
      discardStale(file, `${mine}.stale`)
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

export async function withLock<T>(file: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  let lock = takeLock(file)
  while ('heldBy' in lock) {
    await delay(100, undefined, { signal })
    lock = takeLock(file)
  }
  try {
    return await work()
  } finally {
    lock.release()
  }
}

/** link() fails when the name exists and shows the whole content at once; creating and writing would do neither. */
function link(mine: string, file: string): boolean {
  try {
    linkSync(mine, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Two may find the same stale lock; the slower one must not throw away the lock the faster one has just made. */
function discardStale(file: string, aside: string): void {
  try {
    renameSync(file, aside)
  } catch {
    return // somebody else was faster
  }
  const holder = holderOf(aside)
  if (holder && isAlive(holder)) link(aside, file)
  rmSync(aside, { force: true })
}

function holderOf(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
