import { ATTENDANCE_TOPIC } from '@rollcall/platform'
import { count } from '../count.ts'
import { beginMorning } from '../district.ts'
import { untilTaken } from '../drain.ts'
import { rounded } from '../figures.ts'
import type { LoadResult } from '../load/load.ts'
import type { BenchmarkResult } from '../result.ts'
import { CONNECTIONS, type Stage } from '../stage.ts'

export const STEADY_RATE = 1_500

/** A peak as it is meant to be: all services at work, so many people a second, who do not wait for each other. */
export async function steady(stage: Stage): Promise<NonNullable<BenchmarkResult['steady1500']>> {
  const { names, pool } = stage.stack
  await beginMorning(stage.stack)
  const { warmUp, measured } = stage.arrivals(STEADY_RATE * stage.options.steadySeconds)
  const taken = () => untilTaken(stage, names.topic(ATTENDANCE_TOPIC), names.group('dashboard-service'))
  const { p50, p99, refused } = await withAllServices(stage, (url) =>
    stage.loading(async (send) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${stage.deviceKey}` }
      const order = { url: `${url}/attendances`, headers }
      await send({ ...order, arrivals: warmUp, pace: { connections: CONNECTIONS } })
      await taken()
      const result = await send({ ...order, arrivals: measured, pace: { requestsPerSecond: STEADY_RATE } })
      await taken()
      return result
    }),
  )
  const { acknowledged, lost, doubled } = await count(pool, 'attendance.events', measured, refused)
  if (acknowledged < measured.count || lost > 0 || doubled > 0)
    throw new Error(
      `At a steady ${STEADY_RATE} a second: acknowledged ${acknowledged} of ${measured.count}, lost ${lost}, doubled ${doubled}`,
    )
  return { p50: rounded(p50, 2), p99: rounded(p99, 2) }
}

async function withAllServices(stage: Stage, work: (edgeUrl: string) => Promise<LoadResult>): Promise<LoadResult> {
  const [edge, dashboard, tasks] = [
    await stage.service('attendance-service'),
    await stage.service('dashboard-service'),
    await stage.service('tasks'),
  ]
  return stage.running(edge, () => stage.running(dashboard, () => stage.running(tasks, () => work(edge.url))))
}
