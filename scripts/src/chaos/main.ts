import { runCommand } from '@rollcall/platform'
import { withStack } from '../stack/with-stack.ts'
import { chaosCommand } from './options.ts'
import { closingLine, faultsOf, reportLines } from './report.ts'
import { runChaos } from './run-chaos.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

const command = chaosCommand((options) =>
  withStack({ command: 'chaos', environment: process.env, say }, async (stack) => {
    const report = await runChaos(stack, options, say)
    for (const line of reportLines(report)) say(line)
    const wrong = faultsOf(report)
    for (const line of wrong) say(`WRONG: ${line}`)
    // The very last thing that is said, on either way.
    say(closingLine(report))
    if (wrong.length > 0) process.exitCode = 1
  }),
)
await runCommand(command, process.argv)
