import { join } from 'node:path'
import { EngineError, isPortFree, type Program } from '@rollcall/engines'
import { DEMO_HR_TOKEN, DEMO_LEAVES_PATH } from '../hr-simulator/demo-hr.ts'
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

const HR_SIMULATOR = 'hr-simulator'

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
    environment: (addresses) => ({ ATTENDANCE_URL: addresses['attendance-service'] ?? '', ...hrOf(addresses) }),
  },
  { name: 'tasks', main: serviceMain('tasks'), port: 8082, portVariable: 'TASKS_PORT', environment: hrOf },
  {
    name: HR_SIMULATOR,
    main: serviceMain('scripts', 'hr-simulator/main.js'),
    port: 8083,
    portVariable: 'HR_PORT',
    environment: () => ({ HR_TOKEN: DEMO_HR_TOKEN }),
  },
]

/** A real HR system takes the place of the simulated one. */
export const servicesFor = (environment: NodeJS.ProcessEnv): Service[] =>
  environment.HR_URL ? services.filter(({ name }) => name !== HR_SIMULATOR) : services

/** Where leave comes from when the demo brings its own HR system. */
export function hrOf(addresses: Record<string, string>): Record<string, string> {
  const address = addresses[HR_SIMULATOR]
  return address ? { HR_URL: address + DEMO_LEAVES_PATH, HR_TOKEN: DEMO_HR_TOKEN } : {}
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

export function createService(service: Service, all: Service[], folder: string, env: NodeJS.ProcessEnv): Program {
  const { name, main, port, environment } = service
  return serviceProgram({ name, main, port, folder, env: { ...env, ...environment?.(addressesOf(all)) } })
}
