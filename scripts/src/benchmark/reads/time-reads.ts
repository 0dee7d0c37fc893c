import { percentile, rounded } from '../figures.ts'
import type { Asker } from './ask.ts'
import type { Read } from './reads.ts'

export interface Latency {
  readonly p50: number
  readonly p95: number
}

/** Of other schools, so that the service is warm and the answers are not known. */
const WARM_UP = 3
const COLD = 20
const HITS_EACH = 10
/** On a slow machine fewer schools are asked for. */
const WITHIN_MS = 6_000

/** Each school's answer computed once, then asked for again some times. Of a list every answer is computed. */
export async function timeRead(
  asker: Asker,
  read: Read,
  schools: readonly number[],
): Promise<{ cold: Latency; cached: Latency | null }> {
  const cold: number[] = []
  const cached: number[] = []
  for (const school of schools.slice(-WARM_UP)) await asker.ask(read.path(school))
  const start = performance.now()
  for (const school of asked(schools)) {
    if (cold.length > 0 && performance.now() - start > WITHIN_MS) break
    const first = await asker.ask(read.path(school))
    if (first.cache === 'hit') throw new Error(`${read.name} of school ${school} was known before it was asked for`)
    cold.push(first.ms)
    for (let i = 0; i < HITS_EACH; i++) {
      const again = await asker.ask(read.path(school))
      if (read.isCached && again.cache !== 'hit')
        throw new Error(`${read.name} of school ${school} was asked for again: ${again.cache}`)
      if (read.isCached) cached.push(again.ms)
      else cold.push(again.ms)
    }
  }
  return { cold: latency(cold), cached: read.isCached ? latency(cached) : null }
}

const asked = (schools: readonly number[]): readonly number[] =>
  schools.slice(0, Math.max(1, Math.min(COLD, schools.length - WARM_UP)))

function latency(all: number[]): Latency {
  all.sort((a, b) => a - b)
  return { p50: rounded(percentile(all, 0.5), 2), p95: rounded(percentile(all, 0.95), 2) }
}
