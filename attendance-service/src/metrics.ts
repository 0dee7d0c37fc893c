import { Counter, Gauge, Histogram, type Registry, requestCounter } from '@rollcall/platform'
import type { CheckInMetrics } from './check-ins/check-in-routes.ts'
import type { BatchMetrics } from './check-ins/record-batch.ts'
import type { Roster, RosterEvents } from './roster/roster.ts'

const ROUTES = { single: 'POST /attendances', batch: 'POST /attendances/batch' } as const

/** The Prometheus series of attendance-service. */
export function createMetrics(registry: Registry, held: () => number): CheckInMetrics & BatchMetrics {
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
  const marksUnknown = new Counter({
    name: 'rollcall_gate_marks_unknown_total',
    help: 'Marks whose outcome is not known; their doubts stand until the day is over',
    registers,
  })
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
    markUnknown: () => marksUnknown.inc(),
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
