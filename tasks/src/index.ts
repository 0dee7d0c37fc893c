export { BadTask, runTask } from './run-task.ts'
export type { Run } from './runs/run-store.ts'
