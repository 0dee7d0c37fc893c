import type { Program } from '@rollcall/engines'
import type { Arrivals } from './arrivals.ts'
import type { Contender } from './contender.ts'
import { count, type Table } from './count.ts'
import { beginMorning } from './district.ts'
import type { LoadOrder } from './load/load.ts'
import type { ContenderName, Killed, Pass } from './result.ts'
import { CONNECTIONS, type Stage } from './stage.ts'

export interface HttpContender {
  readonly name: ContenderName
  readonly about: string
  readonly server: (stage: Stage) => Promise<Program>
  /** /attendances where none is given. */
  readonly path?: string
  readonly batch?: number
  readonly headers?: (stage: Stage) => Record<string, string>
  /** Before the server may be stopped, if it still has something to do. */
  readonly settle?: (url: string) => Promise<void>
  /** Afterwards: what was accepted becomes what is stored. */
  readonly drain?: (stage: Stage) => Promise<void>
  readonly table?: Table
}

/** All alike: a fresh morning, a warm server, the records, the drain, the count. */
export const httpContender = (contender: HttpContender): Contender => ({
  name: contender.name,
  about: contender.about,
  async pass(stage): Promise<Pass> {
    await beginMorning(stage.stack)
    const server = await contender.server(stage)
    const { warmUp, measured } = stage.arrivals()
    const result = await stage.running(server, async () => {
      const loaded = await stage.loading(async (send) => {
        await send(orderOf(stage, contender, server, warmUp))
        return send(orderOf(stage, contender, server, measured))
      })
      await contender.settle?.(server.url)
      return loaded
    })
    await contender.drain?.(stage)
    const counted = await count(stage.stack.pool, contender.table, measured, result.refused)
    return {
      requestsPerSecond: result.requests / result.seconds,
      recordsPerSecond: counted.acknowledged / result.seconds,
      p50: result.p50,
      p99: result.p99,
      ...counted,
    }
  },
})

/** As soon as the last answer has come the server is killed. */
export async function killAfterLoad(stage: Stage, contender: HttpContender): Promise<Killed> {
  await beginMorning(stage.stack)
  const server = await contender.server(stage)
  const { measured } = stage.arrivals()
  await stage.start(server)
  const { refused } = await stage.loading((send) => send(orderOf(stage, contender, server, measured)))
  await server.kill()
  await contender.drain?.(stage)
  return { name: contender.name, ...(await count(stage.stack.pool, contender.table, measured, refused)) }
}

const orderOf = (stage: Stage, contender: HttpContender, server: Program, arrivals: Arrivals): LoadOrder => ({
  url: server.url + (contender.path ?? '/attendances'),
  headers: { 'content-type': 'application/json', ...contender.headers?.(stage) },
  arrivals,
  batch: contender.batch,
  pace: { connections: CONNECTIONS },
})
