import { percentile } from '../figures.ts'
import { workAt } from '../worker.ts'
import { Asker } from './ask.ts'
import type { ReadersOrder, ReadersResult } from './readers.ts'

// Each asks for the next as soon as it has been answered: a dashboard is never more asked than so.
workAt<ReadersOrder, ReadersResult>(async ({ url, key, paths, readers, seconds }) => {
  const asker = new Asker(url, key, readers)
  const latencies: number[] = []
  const start = performance.now()
  const until = start + seconds * 1_000
  const read = async (_: unknown, reader: number) => {
    for (let at = Math.floor((reader * paths.length) / readers); performance.now() < until; at++)
      latencies.push((await asker.ask(paths[at % paths.length] ?? '')).ms)
  }
  await Promise.all(Array.from({ length: readers }, read))
  const perSecond = (latencies.length * 1_000) / (performance.now() - start)
  asker.close()
  latencies.sort((a, b) => a - b)
  const of = (share: number) => percentile(latencies, share)
  return { p50: of(0.5), p95: of(0.95), p99: of(0.99), perSecond }
})
