import type { ServiceName, Stack } from '../stack/stack.ts'
import { type Prometheus, prometheusOn } from './prometheus.ts'
import { Traffic } from './traffic.ts'

const services: readonly ServiceName[] = ['attendance-service', 'dashboard-service', 'tasks']

/** The services at work, and a Prometheus that watches them. */
export interface Watched {
  readonly prometheus: Prometheus
  readonly traffic: Traffic
}

export async function watch(stack: Stack, grafana: string): Promise<Watched> {
  await Traffic.district(stack)
  const running = await Promise.all(services.map((name) => stack.service(name)))
  await Promise.all(running.map((service) => service.start()))
  const [attendance = '', dashboard = ''] = running.map(({ url }) => url)
  const key = await stack.key('api')
  const targets = Object.fromEntries(running.map(({ name, url }) => [name, new URL(url).host]))
  const prometheus = await prometheusOn(stack, { grafana, targets, key })
  await prometheus.start()
  const traffic = await Traffic.prepare(stack, { attendance, dashboard }, key)
  await traffic.begin()
  return { prometheus, traffic }
}
