import { userInfo } from 'node:os'
import { BadTask, type Run, runTask } from '@rollcall/tasks'
import { Command } from 'commander'
import { Refused, runCommand } from './command-line.ts'
import { demoEnvironment } from './demo-environment.ts'

const command = new Command('task')
  .description(
    'Runs a task now: by the running tasks service, or here where there is none. Exit code 1: failed, or drift',
  )
  .argument('<task>', 'flush-redis, replay-dead-letters, close-days, keep-partitions or reconcile')
  .option('--from <date>', 'reconcile: the first date, YYYY-MM-DD (default: 8 days ago)')
  .option('--to <date>', 'reconcile: the last date (default: tomorrow)')
  .action(async (name: string, options: { from?: string; to?: string }) => {
    const by = `by hand (${userInfo().username})`
    try {
      report(name, await runTask({ name, options, by }, await demoEnvironment(process.env)))
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

await runCommand(command, process.argv)
