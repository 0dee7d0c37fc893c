import { setTimeout as sleep } from 'node:timers/promises'
import type { Program } from '@rollcall/engines'
import { countDeadLetters } from '../simulator/dead-letters.ts'
import { insertDistrict } from '../simulator/district.ts'
import { driftOf } from '../simulator/drift.ts'
import { Lag } from '../simulator/lag.ts'
import { ProgramWatch } from '../simulator/program-watch.ts'
import { number } from '../simulator/progress.ts'
import { Random } from '../simulator/random.ts'
import type { ServiceName, Stack } from '../stack/stack.ts'
import { compare } from './compare.ts'
import { describe, faults } from './faults.ts'
import type { ChaosOptions } from './options.ts'
import { Patient } from './patient.ts'
import { newPeople } from './people.ts'
import { readStored } from './read-stored.ts'
import type { ChaosReport } from './report.ts'
import { chaosSchools } from './schools.ts'
import { Traffic } from './traffic.ts'
import { Ward } from './ward.ts'

const PEOPLE_EACH = 300
const INSTANCES: readonly { kind: ServiceName; number?: number }[] = [
  { kind: 'attendance-service', number: 1 },
  { kind: 'attendance-service', number: 2 },
  { kind: 'dashboard-service', number: 1 },
  { kind: 'dashboard-service', number: 2 },
  { kind: 'tasks' },
]
/** Well above the rounds that a killed consumer's group takes to find together again. */
const SETTLE_MS = 5 * 60_000

/** Breaks, heals, waits, compares. */
export async function runChaos(stack: Stack, options: ChaosOptions, say: (line: string) => void): Promise<ChaosReport> {
  const { seed } = options
  say(`Seed ${seed}`)
  const schools = chaosSchools(new Date())
  await insertDistrict(stack.pool, schools, PEOPLE_EACH)
  const services = await Promise.all(INSTANCES.map(({ kind, number: count }) => stack.service(kind, { number: count })))
  const key = await stack.key('device')
  say(`Starting ${services.map(({ name }) => name).join(', ')}`)
  await Promise.all(services.map((service) => service.start()))

  const start = performance.now()
  const timed = (line: string) => say(`${((performance.now() - start) / 1_000).toFixed(1).padStart(7)} s  ${line}`)
  const engines = Object.values(stack.engines)
  if (engines.length < 4)
    say('Engines that the environment names are not broken, only the services and our own engines.')
  const patients = [...services, ...engines].map((program) => new Patient(program, stack.signal, timed))
  const watch = new ProgramWatch(services)
  const edges = services.filter(({ name }) => name.startsWith('attendance-service')).map(({ url }) => url)
  const traffic = new Traffic({ edges, key, people: newPeople(schools.length, PEOPLE_EACH), seed })
  traffic.start()
  const count = await breakThings(stack, new Ward(stack, patients), patients, traffic, options, timed)

  timed('all is mended; clients bring their last records to safety')
  await Promise.all(patients.map((patient) => patient.revive()))
  await traffic.stop()
  await settled(stack, timed)
  const unwell = await unwellOf(services)
  watch.stop()
  const comparison = compare(traffic.people, await readStored(stack.pool))
  const days = await stack.pool.query<{ schoolId: number; localDate: string }>(
    'SELECT school_id AS "schoolId", local_date AS "localDate" FROM attendance.school_days',
  )
  return {
    faults: count,
    comparison,
    wrongs: traffic.wrongs,
    failures: traffic.failures,
    endedByThemselves: patients.reduce((sum, { endedByItself }) => sum + endedByItself, 0),
    drift: await driftOf(stack.pool, days.rows, () => {}),
    deadLetters: await countDeadLetters(stack),
    unwell,
    programs: watch.consumed(),
  }
}

async function breakThings(
  stack: Stack,
  ward: Ward,
  patients: readonly Patient[],
  traffic: Traffic,
  options: ChaosOptions,
  say: (line: string) => void,
): Promise<number> {
  const until = performance.now() + options.minutes * 60_000
  const names = patients.map(({ name }) => name)
  const coming = faults(new Random(options.seed), names)
  for (let count = 0; ; count++) {
    const { calmMs, fault } = coming.next().value
    await sleep(calmMs)
    if (stack.signal.aborted || performance.now() >= until || count === options.faults) return count
    say(`${describe(fault)} (fault ${count + 1}; ${number(traffic.acknowledgements)} records acknowledged so far)`)
    await ward.commit(fault)
  }
}

async function settled(stack: Stack, say: (line: string) => void): Promise<void> {
  const lag = new Lag(stack)
  await lag.connect()
  try {
    say('waiting for the consumer')
    await lag.gone(() => {}, { everyMs: 500, withinMs: SETTLE_MS })
  } finally {
    await lag.disconnect()
  }
}

/** Those that do not say of themselves that they are well. */
async function unwellOf(services: readonly Program[]): Promise<string[]> {
  const answers = await Promise.all(
    services.map(async ({ name, url }) => {
      const status = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5_000) }).then(
        (response) => response.status,
        (error) => String(error),
      )
      return status === 200 ? [] : [`${name} answers /health with ${status}`]
    }),
  )
  return answers.flat()
}
