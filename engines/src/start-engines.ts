import { createEngine } from './create-engine.ts'
import { type Engine, type EngineName, engineNames } from './engine.ts'
import { keepRunning } from './keep-running.ts'

export interface StartOptions {
  folder: string
  only?: readonly EngineName[]
  ports?: Partial<Record<EngineName, number>>
  /** Start again what dies, and say so. */
  watch?: boolean
  /** They are meant to live on when this process ends. */
  outlive?: boolean
  onMessage?: (line: string) => void
  /** Gives the start up and stops what is there already. */
  signal?: AbortSignal
}

export interface Engines {
  /** Those that were asked for. */
  engines: Record<EngineName, Engine>
  urls: Record<EngineName, string>
  stop(): Promise<void>
}

/** All at once; when one of them can't start, the others are stopped and its error is thrown. */
export async function startEngines(options: StartOptions): Promise<Engines> {
  const { folder, only = engineNames, ports = {}, outlive, onMessage, signal } = options
  const say = onMessage ?? (() => {})
  const started: Engine[] = []
  const stop = async () => {
    await Promise.all(started.map((engine) => engine.stop()))
  }
  try {
    await whole(
      only.map(async (name) => {
        started.push(await createEngine(name, { folder, port: ports[name], outlives: outlive, onMessage }))
      }),
    )
    // The first failure is enough: one may fail at once while another builds for a minute.
    signal?.throwIfAborted()
    signal?.addEventListener('abort', stop, { once: true })
    await Promise.all(started.map((engine) => engine.start()))
  } catch (error) {
    await stop()
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
  }
  const letGo = options.watch ? started.map((engine) => keepRunning(engine, say)) : []
  const byName = <T>(value: (engine: Engine) => T) =>
    Object.fromEntries(started.map((engine) => [engine.name, value(engine)])) as Record<EngineName, T>
  return {
    engines: byName((engine) => engine),
    urls: byName((engine) => engine.url),
    async stop() {
      for (const each of letGo) each()
      await stop()
    },
  }
}

/** Unlike Promise.all it waits for all of them, so that nothing is created after we have cleaned up. */
async function whole(work: Promise<void>[]): Promise<void> {
  await Promise.allSettled(work)
  await Promise.all(work)
}
