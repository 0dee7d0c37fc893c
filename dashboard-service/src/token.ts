import { runCommand } from '@rollcall/platform'
import { tokenCommand } from './access/token-command.ts'

// For an operator in the running container: docker compose exec dashboard-service node dist/token.js
await runCommand(
  tokenCommand(async () => process.env),
  process.argv,
)
