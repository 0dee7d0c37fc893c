import { userInfo } from 'node:os'
import { Refused } from '@rollcall/platform'
import { Command } from 'commander'
import { BadTask, runTask } from './run-task.ts'
import type { Run } from './runs/run-store.ts'

/** The environment is asked for when a task runs, not for --help. */
export const taskCommand = (environment: () => Promise<NodeJS.ProcessEnv>): Command =>
  new Command('task')
    .description(
      'Runs a task now: by the running tasks service, or here where there is none. Exit code 1: failed, or drift',
    )
    .argument(
      '<task>',
      'flush-redis, replay-dead-letters, close-days, keep-partitions, reconcile, begin-changes or sync-leave',
    )
    .option('--from <date>', 'reconcile: the first date, YYYY-MM-DD (default: 8 days ago)')
    .option('--to <date>', 'reconcile: the last date (default: tomorrow)')
    .option('--accept', 'sync-leave: it is true that most of the leave is gone')
    .action(async (name: string, options: { from?: string; to?: string; accept?: boolean }) => {
      const by = `by hand (${userInfo().username})`
      try {
        report(name, await runTask({ name, options, by }, await environment()))
      } catch (error) {
        throw error instanceof BadTask ? new Refused(error.message) : error
      }
    })

function report(name: string, { outcome, counts, error }: Run): void {
  const numbers = Object.entries(counts).map(([what, count]) => `${what} ${count}`)
  process.stdout.write(`${[`${name}: ${outcome}`, ...numbers].join(', ')}\n`)
  if (error) process.stderr.write(`${error}\n`)
  if (outcome !== 'done' || counts.drift) process.exitCode = 1
}
