import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { isAlive, type ProcessIdentity } from './processes.ts'

/** What is known of a running program to those who have not started it. */
export interface PidRecord {
  name: string
  url: string
  log: string
  stopSignal: NodeJS.Signals
  process: ProcessIdentity
  /** Who looks after it. Absent when it was meant to outlive its starter. */
  starter?: ProcessIdentity
  /** Where the folder was: a copy of the folder must not lead to the processes of the original. */
  folder: string
}

export function writePidFile(record: PidRecord): void {
  const file = pidFile(record.folder, record.name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(record, null, 2), { mode: 0o600 }) // the url holds Postgres' password
}

export function removePidFile(folder: string, name: string): void {
  rmSync(pidFile(folder, name), { force: true })
}

export function runningProgram(folder: string, name: string): PidRecord | undefined {
  const record = readRecord(folder, name)
  return record && record.folder === resolve(folder) && isAlive(record.process) ? record : undefined
}

export function runningPrograms(folder: string): PidRecord[] {
  return namesIn(folder).flatMap((name) => runningProgram(folder, name) ?? [])
}

/** Names of all that were started here, running or not. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(join(folder, 'pids')).map((file) => basename(file, '.json'))
  } catch {
    return []
  }
}

function readRecord(folder: string, name: string): PidRecord | undefined {
  try {
    return JSON.parse(readFileSync(pidFile(folder, name), 'utf8'))
  } catch {
    return undefined
  }
}

function pidFile(folder: string, name: string): string {
  return join(resolve(folder), 'pids', `${name}.json`)
}
