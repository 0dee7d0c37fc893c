import { Gauge, type Registry } from 'prom-client'
import type { Health } from '../health/health.ts'
import { remembered } from './remembered.ts'

/** Several may ask at once; the engines are asked once. */
const ASK_EVERY_MS = 5_000

/** What /health/detail tells, over time. */
export function dependencyMetrics(registry: Registry, health: Health): void {
  const detail = remembered(ASK_EVERY_MS, () => health.detail())
  const registers = [registry]
  const labelNames = ['dependency'] as const
  new Gauge({
    name: 'rollcall_dependency_up',
    help: 'Whether an engine answers this service: 1 or 0',
    labelNames,
    registers,
    async collect() {
      for (const [dependency, { status }] of Object.entries((await detail()).dependencies))
        this.set({ dependency }, status === 'up' ? 1 : 0)
    },
  })
  new Gauge({
    name: 'rollcall_dependency_seconds',
    help: 'How long an engine took to answer this service, when last asked',
    labelNames,
    registers,
    async collect() {
      for (const [dependency, { milliseconds }] of Object.entries((await detail()).dependencies))
        this.set({ dependency }, milliseconds / 1_000)
    },
  })
}
