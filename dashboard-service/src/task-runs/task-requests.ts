import { audit, type Caller, fieldErrors, inTransaction, type Pool, problems, requestTask } from '@rollcall/platform'
import { z } from 'zod'
import type { TaskQueries } from './task-queries.ts'

/** Asks for runs, with their line in the audit log. */
export class TaskRequests {
  readonly #pool: Pool
  readonly #queries: TaskQueries

  constructor(pool: Pool, queries: TaskQueries) {
    this.#pool = pool
    this.#queries = queries
  }

  /** Answers with the id of the request: what becomes of it is read there. */
  async ask(caller: Caller, requestId: string, task: string, options: Record<string, unknown>): Promise<number> {
    const schema = await this.#queries.optionsOf(task)
    if (!schema) throw problems.notFound('task')
    checkOptions(schema, options)
    return inTransaction(this.#pool, async (client) => {
      const id = await requestTask(client, task, options, caller.name)
      await audit(client, caller, requestId, { action: 'task.request', subjectId: id, after: { task, options } })
      return id
    })
  }
}

/** By what the task has said of itself; it checks once more when it runs. */
function checkOptions(schema: Record<string, unknown>, options: Record<string, unknown>): void {
  const known = Object.keys(schema.properties ?? {})
  const unknown = Object.keys(options).filter((name) => !known.includes(name))
  const read = z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema).safeParse(options)
  const errors = [
    ...unknown.map((name) => ({ field: `options.${name}`, message: 'this task has no such option' })),
    ...(read.success ? [] : fieldErrors(read.error.issues.map(inWords), 'options.')),
  ]
  if (errors.length > 0) throw problems.invalid(errors)
}

/** A schema that has travelled as JSON has lost its messages. */
const inWords = (issue: z.core.$ZodIssue) => ({
  path: issue.path,
  message: issue.code === 'invalid_format' && issue.format === 'date' ? 'a date such as 2026-09-01' : issue.message,
})
