import { count } from '../count.ts'
import { beginMorning } from '../district.ts'
import { drainRollcall } from '../drain.ts'
import { rounded } from '../figures.ts'
import type { BenchmarkResult } from '../result.ts'
import type { Stage } from '../stage.ts'

export const STEADY_RATE = 1_500
const CONNECTIONS = 100

/** A peak as it is meant to be: all services at work, so many people a second, who do not wait for each other. */
export async function steady(stage: Stage): Promise<BenchmarkResult['steady1500']> {
  await beginMorning(stage.stack)
  const { warmUp, measured } = stage.arrivals(STEADY_RATE * stage.options.steadySeconds)
  const [edge, dashboard, tasks] = await Promise.all([
    stage.service('attendance-service'),
    stage.service('dashboard-service'),
    stage.service('tasks'),
  ])
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${stage.deviceKey}` }
  const order = { url: `${edge.url}/attendances`, headers }
  const [, result] = await stage.running(edge, () =>
    stage.running(dashboard, () =>
      stage.running(tasks, () =>
        stage.load([
          { ...order, arrivals: warmUp, pace: { connections: CONNECTIONS } },
          { ...order, arrivals: measured, pace: { requestsPerSecond: STEADY_RATE } },
        ]),
      ),
    ),
  )
  if (!result) return null
  await drainRollcall(stage)
  const { acknowledged, lost, doubled } = await count(stage.stack.pool, 'attendance.events', measured, result.refused)
  if (acknowledged < measured.count || lost > 0 || doubled > 0)
    throw new Error(
      `At a steady ${STEADY_RATE} a second: acknowledged ${acknowledged} of ${measured.count}, lost ${lost}, doubled ${doubled}`,
    )
  return { p50: rounded(result.p50, 2), p99: rounded(result.p99, 2) }
}
