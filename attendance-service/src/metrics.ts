import { Counter, Gauge, Histogram, type Registry, requestCounter } from '@rollcall/platform'
import type { CheckInMetrics } from './check-ins/check-in-routes.ts'
import type { BatchMetrics, GateAnswers } from './check-ins/record-batch.ts'
import type { RecorderEvents } from './check-ins/recorder.ts'
import type { GateEvents } from './gate/check-in-gate.ts'
import type { Roster, RosterEvents } from './roster/roster.ts'

const ANSWERS: Readonly<Record<keyof GateAnswers, string>> = {
  goOn: 'go on',
  repeat: 'repeat',
  refused: 'refused',
  inDoubt: 'in doubt',
  none: 'none',
}
const ROUTES = { single: 'POST /attendances', batch: 'POST /attendances/batch' } as const

/** The Prometheus series of attendance-service. */
export function createMetrics(registry: Registry, held: () => number): CheckInMetrics & BatchMetrics & RecorderEvents {
  const registers = [registry]
  const requests = requestCounter(registry)
  const outcomes = new Counter({
    name: 'rollcall_check_ins_total',
    help: 'Check-ins answered: recorded, repeat or refused',
    labelNames: ['outcome'],
    registers,
  })
  const batches = new Histogram({
    name: 'rollcall_check_in_batch_size',
    help: 'Check-ins that travel together to Redis and Kafka',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers,
  })
  const publishing = new Histogram({
    name: 'rollcall_publish_seconds',
    help: 'Time until the broker has acknowledged a batch',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers,
  })
  const waiting = new Histogram({
    name: 'rollcall_check_in_batch_wait_seconds',
    help: 'How long the first check-in of a batch had been held when the batch left',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers,
  })
  const answers = new Counter({
    name: 'rollcall_gate_answers_total',
    help: 'What the gate said: go on, repeat, refused, in doubt (asked again in a moment), none (it did not answer)',
    labelNames: ['answer'],
    registers,
  })
  const doubtsLeft = new Counter({
    name: 'rollcall_gate_doubts_left_total',
    help: 'People whose doubt was left standing, or may have been: by the step that failed or whose outcome is not known',
    labelNames: ['after'],
    registers,
  })
  // From the start, so that the first one is a rise; and looked up once, not for every batch.
  const said = (Object.keys(ANSWERS) as (keyof GateAnswers)[]).map(
    (name) => [name, answers.labels({ answer: ANSWERS[name] })] as const,
  )
  for (const [, series] of said) series.inc(0)
  for (const after of ['look', 'publish', 'mark']) doubtsLeft.inc({ after }, 0)
  new Gauge({
    name: 'rollcall_check_ins_held',
    help: 'Check-ins accepted and not yet answered',
    registers,
    collect() {
      this.set(held())
    },
  })
  // A series is looked up once, not at every check-in.
  const answered = new Map<string, Counter.Internal>()
  const outcome = new Map<string, Counter.Internal>()
  const once = (known: Map<string, Counter.Internal>, key: string, find: () => Counter.Internal) => {
    let series = known.get(key)
    if (!series) {
      series = find()
      known.set(key, series)
    }
    return series
  }
  return {
    answered: (route, status) =>
      once(answered, `${route}${status}`, () => requests.labels({ route: ROUTES[route], status })).inc(),
    outcome: (name) => once(outcome, name, () => outcomes.labels({ outcome: name })).inc(),
    batch: (size) => batches.observe(size),
    published: (milliseconds) => publishing.observe(milliseconds / 1_000),
    waited: (milliseconds) => waiting.observe(milliseconds / 1_000),
    looked: (tally) => {
      for (const [name, series] of said) if (tally[name] > 0) series.inc(tally[name])
    },
    doubtsLeft: (after, people) => doubtsLeft.inc({ after }, people),
  }
}

/** What the roster holds, and how often it had to be read before a check-in could go on. */
export function createRosterMetrics(registry: Registry, roster: () => Roster): RosterEvents {
  const registers = [registry]
  const misses = new Counter({
    name: 'rollcall_roster_misses_total',
    help: 'Check-ins for which a page of the roster was read first: not warmed yet, or nobody with this id',
    registers,
  })
  new Gauge({
    name: 'rollcall_roster_pages',
    help: 'Pages of 512 people held in memory',
    registers,
    collect() {
      this.set(roster().pages)
    },
  })
  return { missed: () => misses.inc() }
}

/** What the gate remembers. */
export function createGateMetrics(registry: Registry): GateEvents {
  const registers = [registry]
  const epochs = new Counter({
    name: 'rollcall_gate_epochs_total',
    help: 'How often this instance found that Redis had forgotten the gate, and began it anew',
    registers,
  })
  const since = new Gauge({
    name: 'rollcall_gate_epoch_since_timestamp_seconds',
    help: 'Since when the gate remembers; 0: since the first check-in ever',
    // The label is every series' own anyway; named here, there is no value before one is known.
    labelNames: ['service'],
    registers,
  })
  return {
    epoch: (at, established) => {
      if (established) epochs.inc()
      since.set({}, at / 1_000)
    },
  }
}
