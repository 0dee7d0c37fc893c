import { engineNames } from './engine.ts'
import { namesIn, type PidRecord, removePidFile, runningProgram, runningPrograms } from './pid-file.ts'
import { end, isAlive } from './processes.ts'

const graceMs = 10_000

/**
 * Stops what runs from this folder and has nobody to look after it: its starter was killed, or meant to leave it.
 * What a living process looks after is left alone. Services are stopped before the engines they use.
 */
export async function stopOrphans(folder: string, only?: readonly string[]): Promise<string[]> {
  const orphans = runningPrograms(folder)
    .filter((record) => !only || only.includes(record.name))
    .filter((record) => !record.starter || !isAlive(record.starter))
  const isEngine = (record: PidRecord) => engineNames.some((name) => name === record.name)
  await Promise.all(orphans.filter((record) => !isEngine(record)).map(stopOne))
  await Promise.all(orphans.filter(isEngine).map(stopOne))
  for (const name of namesIn(folder)) if (!runningProgram(folder, name)) removePidFile(folder, name)
  return orphans.map((record) => record.name)
}

function stopOne(record: PidRecord): Promise<void> {
  return end(record.process, record.stopSignal, graceMs)
}

/** SIGKILL to all that runs from this folder, whoever looks after it. */
export async function killAll(folder: string): Promise<void> {
  await Promise.all(runningPrograms(folder).map((record) => end(record.process, 'SIGKILL', 0)))
}
