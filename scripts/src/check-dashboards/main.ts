import { Refused, runCommand } from '@rollcall/platform'
import { Command } from 'commander'
import { withStack } from '../stack/with-stack.ts'
import { checkDashboards } from './check-dashboards.ts'

const say = (line: string) => console.log(line)

const command = new Command('check:dashboards')
  .description(
    'Starts the services and a real Prometheus, sends some traffic, and runs the query of every panel in grafana/: an error or an empty answer is a failure. Checks rules, alerts and their runbooks as well.',
  )
  .action(() =>
    withStack({ command: 'check-dashboards', environment: process.env, say }, async (stack) => {
      const wrong = await checkDashboards(stack, say)
      if (wrong.length > 0) throw new Refused(wrong.join('\n'), 1)
      say('All of them answer')
    }),
  )
await runCommand(command, process.argv)
