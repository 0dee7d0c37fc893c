import { join } from 'node:path'
import { Refused, runCommand } from '@rollcall/platform'
import { Command, InvalidArgumentError } from 'commander'
import { DEMO_HR_TOKEN, DEMO_LEAVES_PATH } from '../hr-simulator/demo-hr.ts'
import { serviceMain } from '../stack/service-program.ts'
import type { Stack } from '../stack/stack.ts'
import { withStack } from '../stack/with-stack.ts'
import { check, provideSchemathesis } from './schemathesis.ts'
import { smallDistrict } from './small-district.ts'

const say = (line: string) => console.log(line)
const SERVICES = ['attendance-service', 'dashboard-service'] as const

function positive(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number above 0.')
  return value
}

async function checkAll(stack: Stack, examples: number, seconds: number): Promise<void> {
  await smallDistrict(stack.pool)
  const key = await stack.key('api')
  const wrong: string[] = []
  const env = await leave(stack)
  for (const name of SERVICES) {
    const service = await stack.service(name, { env })
    await service.start()
    const report = join(stack.folder, `${name}.ndjson`)
    const good = await check(service.url, { key, examples, seconds, report, signal: stack.signal })
    // A key that the requests themselves have revoked would make them all 401.
    const { status } = await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${key}` } })
    if (status !== 200) wrong.push(`${name}: /metrics answers ${status} in the end`)
    if (!good) wrong.push(`${name}: see above, and ${report}`)
  }
  if (wrong.length > 0) throw new Refused(wrong.join('\n'), 1)
  say('All answers are as the documents say')
}

/** Where leave comes from, and the task that fetches it: without them the calls about it can only say that there is none. */
async function leave(stack: Stack): Promise<Record<string, string>> {
  const hrMain = serviceMain('scripts', 'hr-simulator/main.js')
  const hr = await stack.server({ name: 'hr-simulator', main: hrMain, env: { HR_TOKEN: DEMO_HR_TOKEN } })
  const env = { HR_URL: hr.url + DEMO_LEAVES_PATH, HR_TOKEN: DEMO_HR_TOKEN }
  const tasks = await stack.service('tasks', { env })
  await Promise.all([hr.start(), tasks.start()])
  return env
}

const command = new Command('check:api')
  .description(
    'Starts the services and lets schemathesis send requests made from their OpenAPI documents, good ones and bad ones: no answer may be a 5xx, or one that the document does not have.',
  )
  .option('--max-examples <n>', 'requests made up for each call', positive, 15)
  .option('--seconds <n>', 'time for each service', positive, 45)
  .action(({ maxExamples, seconds }) =>
    withStack({ command: 'check-api', environment: process.env, say }, async (stack) => {
      await provideSchemathesis(say, stack.signal)
      await checkAll(stack, maxExamples, seconds)
    }),
  )
await runCommand(command, process.argv)
