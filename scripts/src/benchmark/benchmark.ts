import type { Stack } from '../stack/stack.ts'
import { contenders, fastAndLoose, single } from './contenders.ts'
import { prepareDistrict } from './district.ts'
import { sum, whole } from './figures.ts'
import { killAfterLoad } from './http-contender.ts'
import { measureLeave } from './leave/measure-leave.ts'
import { thisMachine } from './machine.ts'
import { bytesPerUser } from './measures/redis-memory.ts'
import { steady } from './measures/steady.ts'
import { type BenchmarkOptions, measureNames } from './options.ts'
import { Progress } from './progress.ts'
import { measureReads } from './reads/measure-reads.ts'
import {
  type BenchmarkResult,
  type ContenderName,
  contenderNames,
  contenderResult,
  type Killed,
  type Layout,
  type Pass,
  ratios,
} from './result.ts'
import { CONNECTIONS, SCHOOLS, Stage } from './stage.ts'

/** No round begins that would end later: on a slow machine there are fewer of them. The rest takes some six minutes. */
const ROUNDS_WITHIN_MS = 8 * 60_000

/** In one go: rounds in which every contender has its turn, then what is measured once. */
export async function benchmark(
  stack: Stack,
  options: BenchmarkOptions,
  folders: { profiles: string },
  startedAt: number,
): Promise<BenchmarkResult> {
  const chosen = contenders.filter(({ name }) => options.only.includes(name))
  const progress = new Progress(chosen.length * options.rounds + sum(measureNames.map((name) => steps(options, name))))
  stack.signal.addEventListener('abort', () => progress.stop())
  try {
    await prepareDistrict(stack, SCHOOLS, options.peopleEach)
    const keys = { deviceKey: await stack.key('device'), apiKey: await stack.key('api') }
    const stage = new Stage(stack, options, { ...folders, ...keys })
    const passes = await rounds(stage, chosen, progress, startedAt)
    const once = await measures(stage, progress)
    const figures = inOrder(passes)
    return {
      contenders: figures.map(([name, all]) => contenderResult(name, all)),
      ratios: ratios(passes),
      gateBytesPerUser: once.redisBytesPerUser?.gate ?? null,
      ...once,
      services: stage.services(),
      rounds: figures.map(([name, all]) => ({
        name,
        recordsPerSecond: all.map((pass) => Math.round(pass.recordsPerSecond)),
      })),
      machine: thisMachine(),
      settings: {
        rounds: Math.max(0, ...figures.map(([, all]) => all.length)),
        records: options.records,
        warmUp: options.warmUp,
        connections: CONNECTIONS,
        schools: SCHOOLS,
        people: options.people,
        steadySeconds: options.steadySeconds,
      },
      seconds: Math.round((Date.now() - startedAt) / 1_000),
    }
  } finally {
    progress.stop()
  }
}

/** What is told one by one. */
const STEPS: Record<(typeof measureNames)[number], number> = { killed: 1, steady1500: 1, memory: 3, reads: 9, leave: 3 }
const steps = ({ only }: BenchmarkOptions, name: (typeof measureNames)[number]): number =>
  only.includes(name) ? STEPS[name] : 0

async function measures(
  stage: Stage,
  progress: Progress,
): Promise<Pick<BenchmarkResult, 'killed' | 'steady1500' | 'redisBytesPerUser' | 'reads' | 'leave'>> {
  const { only } = stage.options
  const killed: Killed[] = []
  if (only.includes('killed')) {
    progress.step('killed after the last answer')
    for (const each of [single, fastAndLoose]) killed.push(await killAfterLoad(stage, each))
    progress.done(
      `killed after the last answer: ${killed.map(({ name, lost }) => `${name} lost ${whole(lost)}`).join(', ')}`,
    )
  }
  let steady1500: BenchmarkResult['steady1500'] = null
  if (only.includes('steady1500')) {
    progress.step('a steady 1,500 requests a second')
    steady1500 = await steady(stage)
    progress.done(`a steady 1,500 requests a second: p50 ${steady1500.p50} ms, p99 ${steady1500.p99} ms`)
  }
  const redisBytesPerUser = only.includes('memory') ? await memory(stage, progress) : null
  const reads = only.includes('reads') ? await measureReads(stage, progress) : null
  const leave = only.includes('leave') ? await measureLeave(stage, progress) : null
  return { killed, steady1500, redisBytesPerUser, reads, leave }
}

async function memory({ stack, options }: Stage, progress: Progress): Promise<Record<Layout, number>> {
  const bytes = { plain: 0, hash: 0, gate: 0 }
  // The one that takes most comes last: it leaves Redis with a larger table of keys.
  for (const layout of ['gate', 'hash', 'plain'] as const) {
    bytes[layout] = await bytesPerUser(stack, layout, options.people, (done) =>
      progress.step(`Redis' memory, ${layout}: ${whole(done)} people`),
    )
    progress.done(`Redis' memory, ${layout}: ${bytes[layout]} bytes a person`)
  }
  return bytes
}

async function rounds(
  stage: Stage,
  chosen: typeof contenders,
  progress: Progress,
  startedAt: number,
): Promise<Map<ContenderName, Pass[]>> {
  const passes = new Map<ContenderName, Pass[]>(chosen.map(({ name }) => [name, []]))
  for (let round = 1; round <= stage.options.rounds && chosen.length > 0; round++) {
    const start = Date.now()
    for (const { name, pass } of chosen) {
      progress.step(`round ${round}: ${name}`)
      const done = await pass(stage)
      passes.get(name)?.push(done)
      progress.done(`round ${round}: ${name} ${whole(done.recordsPerSecond)} records a second`)
    }
    const took = Date.now() - start
    if (round < stage.options.rounds && Date.now() + took > startedAt + ROUNDS_WITHIN_MS) {
      progress.done(`${round} of ${stage.options.rounds} rounds: there is no time for more`)
      break
    }
  }
  return passes
}

/** As they are named in the JSON, in whatever order they had their turns. */
const inOrder = (passes: ReadonlyMap<ContenderName, Pass[]>): [ContenderName, Pass[]][] =>
  contenderNames.flatMap((name) => {
    const all = passes.get(name)
    return all ? [[name, all] as [ContenderName, Pass[]]] : []
  })
