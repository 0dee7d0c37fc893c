export { runTask } from './run-task.ts'
export { taskCommand } from './task-command.ts'
