import { runCommand } from '@rollcall/platform'
import { adminCommand } from './admins/admin-command.ts'

// For an operator in the running container: docker compose exec dashboard-service node dist/admin.js
await runCommand(
  adminCommand(async () => process.env),
  process.argv,
)
