import { runCommand } from '@rollcall/platform'
import { taskCommand } from './task-command.ts'

// For an operator in the running container: docker compose exec tasks node dist/task.js
await runCommand(
  taskCommand(async () => process.env),
  process.argv,
)
