import { runCommand } from '@rollcall/platform'
import { taskCommand } from '@rollcall/tasks'
import { demoEnvironment } from './demo-environment.ts'

await runCommand(
  taskCommand(() => demoEnvironment(process.env)),
  process.argv,
)
