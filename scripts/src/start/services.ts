import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createProgram, EngineError, isPortFree, type Program } from '@rollcall/engines'
import { demoFolder } from './demo-folder.ts'

export interface Service {
  name: string
  /** What node runs. */
  main: string
  port: number
  /** Names the port where the usual one is taken. */
  portVariable: string
  /** What it is told besides PORT and where the stores are. */
  environment?: (addresses: Record<string, string>) => Record<string, string>
}

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** A new service is one more entry. */
export const services: Service[] = [
  {
    name: 'attendance-service',
    main: main('attendance-service'),
    port: 8080,
    portVariable: 'ATTENDANCE_PORT',
    environment: () => ({ IMAGE_DIR: join(demoFolder, 'images') }),
  },
  {
    name: 'dashboard-service',
    main: main('dashboard-service'),
    port: 8081,
    portVariable: 'DASHBOARD_PORT',
    environment: (addresses) => ({ ATTENDANCE_URL: addresses['attendance-service'] ?? '' }),
  },
  { name: 'tasks', main: main('tasks'), port: 8082, portVariable: 'TASKS_PORT' },
]

function main(workspace: string): string {
  return join(root, workspace, 'dist', 'main.js')
}

/** With the ports the environment asks for. */
export function withPorts(all: Service[], environment: NodeJS.ProcessEnv): Service[] {
  return all.map((service) => {
    const given = environment[service.portVariable]
    return given ? { ...service, port: portFrom(service.portVariable, given) } : service
  })
}

function portFrom(variable: string, text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port
  throw new EngineError(`${variable} is "${text}", which is no port: set it to a number from 1 to 65535.`)
}

export async function checkPorts(all: Service[]): Promise<void> {
  for (const { name, port, portVariable } of all) {
    if (!(await isPortFree(port))) {
      throw new EngineError(
        `Port ${port} is taken, so ${name} can't listen there: stop what does, or set ${portVariable} to another port.`,
      )
    }
  }
}

export function addressesOf(all: Service[]): Record<string, string> {
  return Object.fromEntries(all.map(({ name, port }) => [name, `http://localhost:${port}`]))
}

/** A service is run as engines are: pid file, log, wait for an answer, stop, start again. */
export function createService(service: Service, all: Service[], folder: string, env: NodeJS.ProcessEnv): Program {
  const { name, main, port, environment } = service
  const own = { PORT: String(port), ...environment?.(addressesOf(all)) }
  const recipe = {
    title: name,
    url: `http://localhost:${port}`,
    stopSignal: 'SIGTERM' as const,
    async prepare() {
      return {
        file: process.execPath,
        args: ['--enable-source-maps', '--max-semi-space-size=32', main],
        env: { ...env, ...own },
      }
    },
    async ready() {
      const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2000) })
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`/health answers ${answer.status}`)
    },
  }
  return createProgram(name, recipe, { folder })
}
