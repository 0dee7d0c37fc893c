import { Counter, Gauge, Histogram, type Registry } from '@rollcall/platform'
import type { IntakeEvents } from './intake/attendance-consumer.ts'
import type { ProgressWatch } from './intake/progress-watch.ts'

/** The Prometheus series of dashboard-service. */
export function createMetrics(registry: Registry, watch: ProgressWatch): Pick<IntakeEvents, 'chunk' | 'outage'> {
  const registers = [registry]
  const records = new Counter({
    name: 'rollcall_intake_records_total',
    help: 'Records taken from the topic: stored, repeated (known already) or poison',
    labelNames: ['outcome'],
    registers,
  })
  const poison = new Counter({
    name: 'rollcall_intake_poison_total',
    help: 'Records that became dead letters, by reason',
    labelNames: ['code'],
    registers,
  })
  const chunks = new Histogram({
    name: 'rollcall_intake_chunk_seconds',
    help: 'Time to store a chunk of records',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  })
  const outages = new Counter({
    name: 'rollcall_intake_outages_total',
    help: 'Attempts to store a chunk that failed and are tried again',
    registers,
  })
  new Gauge({
    name: 'rollcall_intake_lag_records',
    help: 'Records that wait in a partition',
    labelNames: ['partition'],
    registers,
    collect() {
      this.reset()
      for (const { partition, waiting } of watch.lag()) this.set({ partition }, waiting)
    },
  })
  return {
    chunk: (_partition, result, milliseconds) => {
      records.inc({ outcome: 'stored' }, result.stored)
      records.inc({ outcome: 'repeated' }, result.repeated)
      records.inc({ outcome: 'poison' }, result.poison.length)
      for (const { code } of result.poison) poison.inc({ code })
      chunks.observe(milliseconds / 1_000)
    },
    outage: () => outages.inc(),
  }
}
