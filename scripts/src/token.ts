import { tokenCommand } from '@rollcall/dashboard-service'
import { runCommand } from '@rollcall/platform'
import { demoEnvironment } from './demo-environment.ts'

await runCommand(
  tokenCommand(() => demoEnvironment(process.env)),
  process.argv,
)
