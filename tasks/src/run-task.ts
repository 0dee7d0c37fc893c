import { setTimeout as sleep } from 'node:timers/promises'
import { requireSchema } from '@rollcall/database'
import { createLogger, Lifecycle, readConfig } from '@rollcall/platform'
import { config } from './config.ts'
import { createParts } from './parts.ts'
import { type Run, RunStore } from './runs/run-store.ts'
import { TaskRunner } from './runs/task-runner.ts'

/** A running service takes the request within a moment; where none does, the work is done here. */
const LEAVE_TO_SERVICE_MS = 1_000
const ASK_EVERY_MS = 100

export interface AskedTask {
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
  readonly by: string
}

/** The task's name or its options are not as they should be; the message says what there is. */
export class BadTask extends Error {}

/** Asks for a run and waits for its end. */
export async function runTask(asked: AskedTask, env: NodeJS.ProcessEnv): Promise<Run> {
  const log = createLogger('task', env.LOG_LEVEL ?? 'fatal')
  const lifecycle = new Lifecycle(log)
  try {
    const { pool, tasks } = await createParts(readConfig(config, env), lifecycle, log)
    await requireSchema(pool)
    const task = tasks.find((each) => each.name === asked.name)
    if (!task) throw new BadTask(`There is no task "${asked.name}". There are:\n${tasks.map(describe).join('\n')}`)
    const checked = task.options.safeParse(asked.options)
    if (!checked.success)
      throw new BadTask(checked.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`).join('\n'))
    const runs = new RunStore(pool)
    const request = await runs.request(task.name, asked.options, asked.by)
    return await ended(request, runs, new TaskRunner(tasks, runs, { ended: () => undefined }, log))
  } finally {
    await lifecycle.stop()
  }
}

const describe = (task: { name: string; about: string; schedule: string }) =>
  `  ${task.name.padEnd(20)} ${task.about} (${task.schedule} UTC)`

async function ended(request: number, runs: RunStore, runner: TaskRunner): Promise<Run> {
  for (const start = performance.now(); ; await sleep(ASK_EVERY_MS)) {
    const run = await runs.runOf(request)
    if (run?.outcome) return run
    if (!run && performance.now() - start > LEAVE_TO_SERVICE_MS) await runner.runRequests()
  }
}
