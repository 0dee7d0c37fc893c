import { runTask } from '@rollcall/tasks'
import { countDeadLetters } from '../simulator/dead-letters.ts'
import { insertDistrict } from '../simulator/district.ts'
import { driftOf } from '../simulator/drift.ts'
import { Lag } from '../simulator/lag.ts'
import { ProgramWatch } from '../simulator/program-watch.ts'
import { number, Progress } from '../simulator/progress.ts'
import type { Stack } from '../stack/stack.ts'
import { Acknowledged } from './acknowledged.ts'
import { DayPlan } from './day-plan.ts'
import type { DayOptions } from './options.ts'
import { DayPlay } from './play-day.ts'
import { proveDay } from './prove-day.ts'
import type { DayReport } from './report.ts'
import { playedSchools } from './schools.ts'
import { storeSizes } from './store-sizes.ts'

const LOOK_EVERY_MS = 500
const CONSUMER_MAY_TAKE_MS = 60 * 60_000
/** In and out; some come twice, some do not come. */
const RECORDS_A_PERSON = 2

/** Prepares the district, plays its day, waits for the last record to be stored, and proves what came of it. */
export async function runDay(stack: Stack, options: DayOptions, say: (line: string) => void): Promise<DayReport> {
  const plan = new DayPlan(options.seed, playedSchools(options.schools, Date.now()), options.people)
  await prepare(stack, plan, say)
  const services = await Promise.all([stack.service('attendance-service'), stack.service('dashboard-service')])
  const key = await stack.key('device')
  say('Starting attendance-service, dashboard-service')
  await Promise.all(services.map((service) => service.start()))

  const lag = new Lag(stack)
  await lag.connect()
  const watch = new ProgramWatch([
    ...services,
    ...Object.values(stack.engines),
    { name: 'simulator', pid: process.pid, alone: true },
  ])
  const acknowledged = new Acknowledged(plan.people)
  const play = new DayPlay({ seed: options.seed, plan, acknowledged, url: services[0].url, key })
  const timed = await playAndWait(play, acknowledged, lag, plan.people * RECORDS_A_PERSON, say)
  watch.stop()
  await lag.disconnect()
  const sizes = await storeSizes(stack)

  const closing = new Progress('Comparing schools', plan.schools.length, say)
  await runTask({ name: 'close-days', options: {}, by: 'day' }, stack.environment({ LOG_LEVEL: 'error' }))
  const findings = await proveDay(stack.pool, plan, acknowledged, (schools) => closing.at(schools))
  closing.end()
  const recomputing = new Progress('Recomputing schools', plan.schools.length, say)
  const days = plan.schools.map(({ id, localDate }) => ({ schoolId: id, localDate }))
  const drift = await driftOf(stack.pool, days, (done) => recomputing.at(done))
  recomputing.end()
  return {
    plan,
    seed: options.seed,
    acknowledged: acknowledged.count,
    played: play.played,
    ...timed,
    peakLag: lag.peak,
    programs: watch.consumed(),
    ...sizes,
    findings,
    drift,
    deadLetters: await countDeadLetters(stack),
  }
}

async function prepare(stack: Stack, plan: DayPlan, say: (line: string) => void): Promise<void> {
  const evening = plan.schools.filter((school) => school.evening).length
  const dates = [...new Set(plan.schools.map((school) => school.localDate))].sort()
  say(
    `${number(plan.schools.length)} schools, ${number(plan.people)} people, ${dates.join(' and ')}; ` +
      `at ${number(evening)} schools it is the evening of that date`,
  )
  const enrolling = new Progress('Enrolling people', plan.people, say)
  await insertDistrict(stack.pool, plan.schools, plan.peopleEach, (people) => enrolling.at(people))
  enrolling.end()
}

async function playAndWait(
  play: DayPlay,
  acknowledged: Acknowledged,
  lag: Lag,
  about: number,
  say: (line: string) => void,
) {
  const progress = new Progress('Playing the day', about, say)
  const start = performance.now()
  let waiting = 0
  const looking = setInterval(() => {
    progress.at(acknowledged.count, `| ${number(waiting)} to be stored`)
    lag.now().then(
      (now) => {
        waiting = now
      },
      () => {}, // the next look will do
    )
  }, LOOK_EVERY_MS)
  try {
    await play.run()
  } finally {
    clearInterval(looking)
  }
  const sentMs = performance.now() - start
  await lag.gone((now) => progress.at(acknowledged.count, `| ${number(now)} to be stored`), {
    everyMs: 100,
    withinMs: CONSUMER_MAY_TAKE_MS,
  })
  const storedMs = performance.now() - start
  progress.end()
  return { sentMs, storedMs }
}
