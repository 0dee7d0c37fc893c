import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Engine, EngineError, type EngineName, inOneSentence, type Place, type Recipe } from './engine.ts'
import { kafka, pingKafka } from './kafka.ts'
import { mongo, pingMongo } from './mongo.ts'
import { claimFreePort, claimPort, releasePort } from './ports.ts'
import { pingPostgres, postgres } from './postgres.ts'
import { createProgram } from './program.ts'
import { pingRedis, redis } from './redis.ts'

interface Kind {
  recipe(place: Place): Recipe
  ping(url: string): Promise<void>
  ports: number
}

const kinds: Record<EngineName, Kind> = {
  redis: { recipe: redis, ping: pingRedis, ports: 1 },
  kafka: { recipe: kafka, ping: pingKafka, ports: 2 },
  postgres: { recipe: postgres, ping: pingPostgres, ports: 1 },
  mongo: { recipe: mongo, ping: pingMongo, ports: 1 },
}

export interface EngineOptions {
  /** Engines of one folder are one stack: `<folder>/redis`, `<folder>/kafka`, ..., `<folder>/logs`, `<folder>/pids`. */
  folder: string
  /** Else the one used last time with this data, else a free one. */
  port?: number
  /** It is meant to live on when this process ends. */
  outlives?: boolean
  onMessage?: (line: string) => void
}

/** The port is ours from here on, until stop(); nothing runs before start(). */
export async function createEngine(name: EngineName, options: EngineOptions): Promise<Engine> {
  const kind = kinds[name]
  const stack = resolve(options.folder)
  const folder = join(stack, name)
  const memory = join(folder, 'ports.json')
  const ports = await claimPorts(name, kind.ports, options.port, remembered(memory))
  try {
    const say = options.onMessage ?? (() => {})
    const recipe = kind.recipe({ folder, ports, say })
    const program = createProgram(name, recipe, { folder: stack, outlives: options.outlives })
    let isOurs = true
    return {
      ...program,
      get pid() {
        return program.pid
      },
      async start() {
        if (!isOurs) await claimAgain(name, ports)
        isOurs = true
        await program.start()
        writeFileSync(memory, JSON.stringify(ports))
      },
      async stop() {
        await program.stop()
        ports.forEach(releasePort)
        isOurs = false
      },
    }
  } catch (error) {
    ports.forEach(releasePort)
    throw inOneSentence(error)
  }
}

/** Resolves when a running engine answers in its own protocol. */
export function pingEngine(name: EngineName, url: string): Promise<void> {
  return kinds[name].ping(url)
}

async function claimPorts(name: string, count: number, given: number | undefined, last: number[]): Promise<number[]> {
  const ports: number[] = []
  if (given !== undefined) {
    if (!(await claimPort(given))) throw portTaken(name, given)
    ports.push(given)
  }
  while (ports.length < count) {
    const before = last[ports.length]
    ports.push(before !== undefined && (await claimPort(before)) ? before : await claimFreePort())
  }
  return ports
}

async function claimAgain(name: string, ports: number[]): Promise<void> {
  for (const port of ports) if (!(await claimPort(port))) throw portTaken(name, port)
}

function portTaken(name: string, port: number): EngineError {
  return new EngineError(
    `Port ${port} is taken, so ${name} can't use it: stop what listens there, or give another port.`,
  )
}

function remembered(file: string): number[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return []
  }
}
