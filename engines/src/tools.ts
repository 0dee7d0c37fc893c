import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EngineError } from './engine.ts'
import { withLock } from './lock.ts'

/** engines/, whether this runs from src or from dist. */
export const packageFolder = fileURLToPath(new URL('..', import.meta.url))
/** What was downloaded or built, for every stack of this checkout. */
export const enginesFolder = join(packageFolder, '..', '.rollcall', 'engines')

export interface Outcome {
  ok: boolean
  /** The program itself was not found. */
  missing: boolean
  output: string
}

interface RunOptions {
  cwd?: string
  env?: NodeJS.ProcessEnv
  uid?: number
  gid?: number
  signal?: AbortSignal
}

/** Runs a tool to its end. Only an abort rejects; a failure is an outcome like another. */
export function run(file: string, args: string[], options: RunOptions = {}): Promise<Outcome> {
  const { env, signal, ...rest } = options
  const all = { ...rest, signal, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 }
  return new Promise((resolve, reject) => {
    execFile(file, args, all, (error, stdout, stderr) => {
      if (signal?.aborted) reject(signal.reason)
      else resolve({ ok: !error, missing: error?.code === 'ENOENT', output: stdout + stderr })
    })
  })
}

/**
 * Makes a folder below .rollcall/engines once. It is made under another name and renamed when complete, so that what
 * is there is whole; several processes that need it make it only once.
 */
export async function installOnce(
  name: string,
  signal: AbortSignal,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(enginesFolder, name)
  if (existsSync(folder)) return folder
  await withLock(`${folder}.lock`, signal, async () => {
    if (existsSync(folder)) return
    const unfinished = `${folder}.unfinished`
    rmSync(unfinished, { recursive: true, force: true })
    mkdirSync(unfinished, { recursive: true })
    await make(unfinished)
    renameSync(unfinished, folder)
  })
  return folder
}

/** Changes when one of the files does: what was made from them is then made again, under another name. */
export function fingerprint(...files: string[]): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 12)
}

export function downloadFailed(what: string, registry: string, variable: string, output: string): EngineError {
  const unreachable =
    /unknown host|no such host|name resolution|could not resolve host|connection refused|connect timed out|i\/o timeout|network is unreachable|no route to host|connection reset|handshake timeout|could not transfer|transfer failed/i
  if (unreachable.test(output)) {
    return new EngineError(
      `${what} can't be downloaded because ${registry} can't be reached: check the network, or set ${variable} to a running server.`,
    )
  }
  const reason = output.split('\n').find((line) => /error|cannot|failed/i.test(line)) ?? output.trim().slice(-300)
  return new EngineError(
    `${what} could not be installed (${reason.trim()}): mend that, or set ${variable} to a running server.`,
  )
}
