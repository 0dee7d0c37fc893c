import { configOrExit, createLogger, Lifecycle, listen, logConfig, port } from '@rollcall/platform'
import { z } from 'zod'
import { demoCompany } from './demo-company.ts'
import { DEMO_HR_TOKEN } from './demo-hr.ts'
import { FAULTS } from './faults.ts'
import { HrSimulator } from './hr-simulator.ts'

const settings = configOrExit(
  {
    ...logConfig,
    PORT: port(8083),
    HR_TOKEN: z.string().default(DEMO_HR_TOKEN),
    HR_FAULT: z.enum(FAULTS).default('none'),
  },
  process.env,
)
const log = createLogger('hr-simulator', settings.LOG_LEVEL)
const lifecycle = new Lifecycle(log)
const simulator = new HrSimulator(demoCompany(Date.now()), settings.HR_TOKEN)
simulator.fault = settings.HR_FAULT
const server = await listen(simulator.app, settings.PORT)
lifecycle.onStop('http', () => server.close())
lifecycle.handleSignals()
log.info({ port: server.port }, 'listening')
