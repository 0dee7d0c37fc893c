import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Refused, runCommand } from '@rollcall/platform'
import { Command } from 'commander'
import type { DemoFile } from '../demo/demo-file.ts'
import { seedDemo } from '../demo/seed-demo.ts'
import type { Stack } from '../stack/stack.ts'
import { withStack } from '../stack/with-stack.ts'
import { checkSeeds, tableOf } from './check-seeds.ts'
import type { Target } from './seed-call.ts'

const DEMO = fileURLToPath(new URL('../../../.rollcall/demo.json', import.meta.url))
const say = (line: string) => console.log(line)

/** Of the demo, where it runs: its file stays when it stops. */
async function runningDemo(): Promise<Target | undefined> {
  try {
    const demo = JSON.parse(await readFile(DEMO, 'utf8')) as DemoFile
    const health = await fetch(`${demo.dashboardUrl}/health`, { signal: AbortSignal.timeout(2_000) })
    return health.ok ? { url: demo.dashboardUrl, deviceKey: demo.deviceKey, apiToken: demo.apiToken } : undefined
  } catch {
    return undefined
  }
}

async function ownDemo(stack: Stack): Promise<Target> {
  await seedDemo(stack.pool)
  // Before the services start: keys made later they hear of within five seconds.
  const keys = { deviceKey: await stack.key('device'), apiToken: await stack.key('api') }
  const edge = await stack.service('attendance-service')
  const dashboard = await stack.service('dashboard-service', { env: { ATTENDANCE_URL: edge.url } })
  await Promise.all([edge.start(), dashboard.start()])
  return { url: dashboard.url, ...keys }
}

async function check(target: Target): Promise<void> {
  const checked = await checkSeeds(target)
  for (const line of tableOf(checked)) say(line)
  const failed = checked.filter(({ problem }) => problem !== undefined)
  if (failed.length > 0) throw new Refused(`${failed.length} of ${checked.length} calls do not answer as documented`, 1)
  say(`All ${checked.length} calls answer as documented`)
}

const command = new Command('check:seeds')
  .description(
    'Makes every call of the systems that Rollcall replaces, as their clients would, on the running demo or, without one, on a stack of its own. It leaves a check-in and a marked day of one person.',
  )
  .action(async () => {
    const demo = await runningDemo()
    if (demo) return check(demo)
    return withStack({ command: 'check-seeds', environment: process.env, say }, async (stack) =>
      check(await ownDemo(stack)),
    )
  })
await runCommand(command, process.argv)
