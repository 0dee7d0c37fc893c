import { Refused, runCommand } from '@rollcall/platform'
import { withStack } from '../stack/with-stack.ts'
import { dayCommand } from './options.ts'
import { faultsOf, reportLines } from './report.ts'
import { runDay } from './run-day.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

const command = dayCommand((options) =>
  withStack({ command: 'day', environment: process.env, say }, async (stack) => {
    const report = await runDay(stack, options, say)
    for (const line of reportLines(report)) say(line)
    const faults = faultsOf(report)
    if (faults.length > 0) throw new Refused(`Not proved:\n${faults.map((fault) => `  ${fault}`).join('\n')}`, 1)
    say(`Proved: ${report.acknowledged} acknowledged, ${report.findings.stored} stored, lost 0, doubled 0`)
  }),
)
await runCommand(command, process.argv)
