export { tokenCommand } from './access/token-command.ts'
export { adminCommand } from './admins/admin-command.ts'
