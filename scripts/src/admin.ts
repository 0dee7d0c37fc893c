import { adminCommand } from '@rollcall/dashboard-service'
import { runCommand } from '@rollcall/platform'
import { demoEnvironment } from './demo-environment.ts'

await runCommand(
  adminCommand(() => demoEnvironment(process.env)),
  process.argv,
)
