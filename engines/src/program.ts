import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Command, damaged, EngineError, inOneSentence, type Program, type Recipe } from './engine.ts'
import { lastSentence, prepareLog, readFrom, sizeOf } from './log-file.ts'
import { removePidFile, runningProgram, writePidFile } from './pid-file.ts'
import { end, identify, isAlive, type ProcessIdentity, signalTree } from './processes.ts'

const readyWithinMs = 60_000
const stopGraceMs = 10_000

export interface ProgramOptions {
  /** Its pid file and its log are kept here; programs of one folder are one stack. */
  folder: string
  /** It is meant to live on when this process ends. */
  outlives?: boolean
}

/** Runs a recipe as a process of its own, in its own process group: a terminal's Ctrl-C reaches us alone. */
export function createProgram<Name extends string>(name: Name, recipe: Recipe, options: ProgramOptions) {
  const folder = resolve(options.folder)
  const log = join(folder, 'logs', `${name}.log`)
  const listeners: ((how: string) => void)[] = []
  let child: ChildProcess | undefined
  let identity: ProcessIdentity | undefined
  let exited = Promise.resolve('not started')
  let starting: Promise<void> | undefined
  let giveUp = new AbortController()
  let isUp = false // it has answered, and nobody has asked it to stop

  async function startOnce(): Promise<void> {
    if (isUp) return
    giveUp = new AbortController()
    const { signal } = giveUp
    await exited // it may be on its way out
    const other = runningProgram(folder, name)
    if (other) throw alreadyRunning(recipe.title, folder, other.process.pid)
    try {
      const command = await recipe.prepare(signal)
      signal.throwIfAborted()
      prepareLog(log)
      const logStart = sizeOf(log)
      await launch(command)
      await untilReady(logStart, signal)
      isUp = true
    } catch (error) {
      await killAll()
      throw signal.aborted ? new EngineError(`${recipe.title} was stopped before it was up.`) : inOneSentence(error)
    }
  }

  async function launch(command: Command): Promise<void> {
    const output = openSync(log, 'a')
    const { file, args, ...rest } = command
    const started = spawn(file, args, {
      env: { ...process.env },
      ...rest,
      detached: true,
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    await once(started, 'spawn')
    child = started
    identity = started.pid === undefined ? undefined : identify(started.pid)
    if (options.outlives) started.unref()
    if (identity) {
      const starter = options.outlives ? undefined : identify(process.pid)
      const { url } = recipe
      writePidFile({ name, url, log, folder, stopSignal: recipe.stopSignal, process: identity, starter })
    }
    exited = once(started, 'exit').then(([code, signal]) => {
      child = undefined
      removePidFile(folder, name)
      const how = signal ? `signal ${signal}` : `exit code ${code}`
      const wasUp = isUp
      isUp = false
      if (wasUp) for (const listener of listeners) listener(how)
      return how
    })
  }

  async function untilReady(logStart: number, signal: AbortSignal): Promise<void> {
    const deadline = Date.now() + readyWithinMs
    for (;;) {
      const outcome = await Promise.race([
        exited.then((how) => ({ how })),
        recipe.ready().then(
          () => 'ready' as const,
          () => 'not yet' as const,
        ),
      ])
      if (!child || typeof outcome === 'object') throw failedToStart(await exited, logStart)
      signal.throwIfAborted()
      if (outcome === 'ready') return
      if (Date.now() > deadline) {
        throw new EngineError(`${recipe.title} runs but did not answer within ${readyWithinMs / 1000} s: see ${log}.`)
      }
      await Promise.race([exited, delay(25)])
    }
  }

  function failedToStart(how: string, logStart: number): EngineError {
    const written = readFrom(log, logStart)
    const damage = recipe.damage?.(written)
    if (damage) return damaged(recipe.title, damage.folder, damage.reason)
    return new EngineError(`${recipe.title} did not start (${lastSentence(written) ?? how}): see ${log}.`)
  }

  /** Postgres' backends live a moment longer than the process we know, so wait for the whole family. */
  async function killAll(signal: NodeJS.Signals = 'SIGKILL', graceMs = 0): Promise<void> {
    if (!child || !identity) return
    await end(identity, signal, graceMs)
    await exited
  }

  const program: Omit<Program, 'name'> & { readonly name: Name } = {
    name,
    url: recipe.url,
    log,
    get pid() {
      return child?.pid
    },
    start() {
      starting ??= startOnce().finally(() => {
        starting = undefined
      })
      return starting
    },
    async stop() {
      giveUp.abort()
      isUp = false
      await starting?.catch(() => {}) // whoever called start() gets that error
      await killAll(recipe.stopSignal, stopGraceMs)
    },
    async kill() {
      await killAll()
    },
    pause: () => sendToAll('SIGSTOP'),
    resume: () => sendToAll('SIGCONT'),
    onExit: (listener) => listeners.push(listener),
  }

  function sendToAll(signal: NodeJS.Signals): void {
    if (identity && isAlive(identity)) signalTree(identity.pid, signal)
  }

  return program
}

function alreadyRunning(title: string, folder: string, pid: number): EngineError {
  return new EngineError(
    `${title} is already running from ${folder} (process ${pid}): stop it first, or use another folder.`,
  )
}
