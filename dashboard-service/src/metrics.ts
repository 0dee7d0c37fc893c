import { ATTENDANCE_TOPIC, Counter, Gauge, Histogram, type Registry } from '@rollcall/platform'
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
    help: 'Records that wait in a partition, whoever has it: every copy tells the same, take the maximum',
    labelNames: ['partition'],
    registers,
    collect() {
      for (const { partition, waiting } of watch.lag()) this.set({ partition }, waiting)
    },
  })
  const oldest = new Gauge({
    name: 'rollcall_intake_oldest_waiting_seconds',
    help: 'For how long the oldest record of the topic has waited, 0 when none does: every copy tells the same, take the maximum',
    // Without a label it would read 0 before anybody has looked.
    labelNames: ['topic'],
    registers,
    collect() {
      const waits = watch.oldestWaitsMs(Date.now())
      if (waits !== undefined) oldest.set({ topic: ATTENDANCE_TOPIC }, waits / 1_000)
    },
  })
  new Gauge({
    name: 'rollcall_intake_partitions',
    help: 'Partitions that this copy takes records from',
    registers,
    collect() {
      this.set(watch.partitions)
    },
  })
  // From the start, so that the first one is a rise.
  for (const outcome of ['stored', 'repeated', 'poison']) records.inc({ outcome }, 0)
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
