import { Gauge, type Registry } from 'prom-client'
import type { Pool } from '../postgres/postgres.ts'

/** How much of a service's pool of connections to Postgres is in use. */
export function poolMetrics(registry: Registry, pool: Pool): void {
  const registers = [registry]
  new Gauge({
    name: 'rollcall_pool_connections',
    help: 'Open connections to Postgres: busy or idle',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'idle' }, pool.idleCount)
    },
  })
  new Gauge({
    name: 'rollcall_pool_waiting',
    help: 'Who waits for a connection to Postgres',
    registers,
    collect() {
      this.set(pool.waitingCount)
    },
  })
  new Gauge({ name: 'rollcall_pool_limit', help: 'Connections to Postgres that it may open', registers }).set(
    pool.options.max,
  )
}
