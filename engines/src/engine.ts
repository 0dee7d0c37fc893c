export const engineNames = ['redis', 'kafka', 'postgres', 'mongo'] as const
export type EngineName = (typeof engineNames)[number]

/** A process that is started, watched and stopped here: an engine, or one of the services behind `npm start`. */
export interface Program {
  readonly name: string
  readonly url: string
  readonly log: string
  readonly pid: number | undefined
  /** Resolves when it answers. A second call while it runs or starts does nothing new. */
  start(): Promise<void>
  /** Asks it to end, and kills it when it does not. It leaves no process behind. */
  stop(): Promise<void>
  /** SIGKILL to all of its processes, as a crash would end them; resolves when they are gone. */
  kill(): Promise<void>
  pause(): void
  resume(): void
  /** Called when it ends without stop() having asked for that; kill() counts as a crash. */
  onExit(listener: (how: string) => void): void
}

export interface Engine extends Program {
  readonly name: EngineName
}

/** What to run, once everything it needs is there. */
export interface Command {
  file: string
  args: string[]
  cwd?: string
  env?: NodeJS.ProcessEnv
  uid?: number
  gid?: number
}

/** All that is particular to one program; `createProgram` does the rest. */
export interface Recipe {
  /** As a person would name it: "Postgres". */
  title: string
  url: string
  stopSignal: NodeJS.Signals
  /** Installs what is missing and makes the data folder. Ends soon after the signal. */
  prepare(signal: AbortSignal): Promise<Command>
  /** One question in its own protocol; rejects as long as there is no answer. */
  ready(): Promise<void>
  /** From what it wrote while it failed to start: what is wrong with its data, if that is the cause. */
  damage?(log: string): { folder: string; reason: string } | undefined
}

/** What a recipe is made from: where the engine lives and how it is reached. */
export interface Place {
  /** The engine's own folder. */
  folder: string
  /** As many as the engine asked for, ours for as long as this process lives. */
  ports: number[]
  say(line: string): void
}

/** Its message is one sentence that says what to do; callers print it and nothing else. */
export class EngineError extends Error {
  override name = 'EngineError'
}

export function damaged(title: string, folder: string, reason: string): EngineError {
  return new EngineError(`${title} can't use its data (${reason}): move ${folder} away or delete it, then start again.`)
}

/** What the file system refuses, said in one sentence. Any other error is a fault of this code and stays as it is. */
export function inOneSentence(error: unknown): unknown {
  const { code, path } = error as NodeJS.ErrnoException
  const reason = { EACCES: 'not allowed', EPERM: 'not allowed', ENOSPC: 'the disk is full', EROFS: 'read only' }[
    code ?? ''
  ]
  if (!reason) return error
  return new EngineError(`${path ?? 'A file'} can't be read, written or run (${reason}): mend that, then start again.`)
}
