import { join } from 'node:path'
import { EngineError, isPortFree, type Program } from '@rollcall/engines'
import { serviceMain, serviceProgram } from '../stack/service-program.ts'
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

/** A new service is one more entry. */
export const services: Service[] = [
  {
    name: 'attendance-service',
    main: serviceMain('attendance-service'),
    port: 8080,
    portVariable: 'ATTENDANCE_PORT',
    environment: () => ({ IMAGE_DIR: join(demoFolder, 'images') }),
  },
  {
    name: 'dashboard-service',
    main: serviceMain('dashboard-service'),
    port: 8081,
    portVariable: 'DASHBOARD_PORT',
    environment: (addresses) => ({ ATTENDANCE_URL: addresses['attendance-service'] ?? '' }),
  },
  { name: 'tasks', main: serviceMain('tasks'), port: 8082, portVariable: 'TASKS_PORT' },
]

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

export function createService(service: Service, all: Service[], folder: string, env: NodeJS.ProcessEnv): Program {
  const { name, main, port, environment } = service
  return serviceProgram({ name, main, port, folder, env: { ...env, ...environment?.(addressesOf(all)) } })
}
