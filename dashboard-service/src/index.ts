export { tokenCommand } from './access/token-command.ts'
