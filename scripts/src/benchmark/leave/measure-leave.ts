import { runTask } from '@rollcall/tasks'
import { DEMO_HR_TOKEN, DEMO_LEAVES_PATH } from '../../hr-simulator/demo-hr.ts'
import { rounded, whole } from '../figures.ts'
import type { Progress } from '../progress.ts'
import { inShort, type ReadersOrder, type ReadersResult } from '../reads/readers.ts'
import type { Stage } from '../stage.ts'
import { Worker } from '../worker.ts'
import type { LeaveResult } from './leave-result.ts'
import { employeesFor, hrNumber } from './still-company.ts'

const CLIENTS = 100
const WARM_UP_SECONDS = 1

/** Syncs with a simulated HR system, then what a hundred clients get of it. */
export async function measureLeave(stage: Stage, progress: Progress): Promise<LeaveResult> {
  const { stack, options } = stage
  const { leaveRecords: records, leaveSeconds: seconds } = options
  const changedRecords = Math.ceil(records / 100)
  await hireEmployees(stage, employeesFor(records))
  const hr = await stack.server({
    name: 'hr-simulator',
    main: new URL('./hr.js', import.meta.url).pathname,
    env: { HR_TOKEN: DEMO_HR_TOKEN, LEAVE_RECORDS: String(records) },
  })
  const env = { HR_URL: `${hr.url}${DEMO_LEAVES_PATH}`, HR_TOKEN: DEMO_HR_TOKEN }
  await hr.start()
  try {
    const sync = (what: string) => {
      progress.step(`leave: a sync, ${what}`)
      return syncSeconds(stage, env, records)
    }
    const first = await sync('the first')
    const unchanged = await sync('nothing changed')
    await fetch(`${hr.url}/change/${changedRecords}`, { method: 'POST' })
    const changed = await sync(`${whole(changedRecords)} changed`)
    progress.done(
      `leave: ${whole(records)} synced in ${first} s, nothing changed ${unchanged} s, ${whole(changedRecords)} changed ${changed} s`,
    )
    const dashboard = await stage.service('dashboard-service', env)
    const [leaveInfo, trends] = await stage.running(dashboard, async () => {
      const year = new Date().getUTCFullYear()
      const dates = `startDate=${year}-01-01&endDate=${year}-12-31`
      progress.step('leave: 100 clients')
      const info = await ask(stage, dashboard.url, [`/leave_info?${dates}&size=100`], seconds)
      progress.done(`leave: /leave_info ${text(info)}`)
      const by = ['month', 'department', 'type', 'designation']
      const trends = await ask(
        stage,
        dashboard.url,
        by.map((each) => `/api/leave/trends?by=${each}`),
        seconds,
      )
      progress.done(`leave: /api/leave/trends ${text(trends)}`)
      return [info, trends] as const
    })
    return { records, clients: CLIENTS, leaveInfo, trends, syncSeconds: { first, unchanged, changed }, changedRecords }
  } finally {
    await hr.stop()
  }
}

const text = ({ p50, p99, perSecond }: ReadersResult): string =>
  `p50 ${p50} ms, p99 ${p99} ms, ${whole(perSecond)} requests a second`

/** People of ours who are known to the HR system by their number, so that leave becomes excused days. */
async function hireEmployees({ stack }: Stage, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => hrNumber(index + 1))
  await stack.pool.query(
    `UPDATE roster.users SET kind = 'teacher', external_id = given.number
     FROM unnest($1::text[]) WITH ORDINALITY AS given (number, id) WHERE users.id = given.id`,
    [numbers],
  )
}

/** As the task itself wrote it down. */
async function syncSeconds({ stack }: Stage, env: NodeJS.ProcessEnv, records: number): Promise<number> {
  const run = await runTask({ name: 'sync-leave', options: {}, by: 'benchmark' }, stack.environment(env))
  if (run.outcome !== 'done') throw new Error(`The sync has failed: ${JSON.stringify(run)}`)
  const { rows } = await stack.pool.query<{ seconds: number; leaves: number }>(
    `SELECT date_part('epoch', ended_at - started_at) AS seconds,
       (SELECT count(*) FROM dbo.employee_leaves WHERE vanished_at IS NULL) AS leaves
     FROM operations.task_runs WHERE task = 'sync-leave' ORDER BY id DESC LIMIT 1`,
  )
  const { seconds = 0, leaves = 0 } = rows[0] ?? {}
  if (leaves !== records) throw new Error(`Of ${records} leaves ${leaves} came in`)
  return rounded(seconds, 2)
}

async function ask(stage: Stage, url: string, paths: readonly string[], seconds: number): Promise<ReadersResult> {
  const worker = new Worker<ReadersOrder, ReadersResult>(new URL('../reads/readers-main.js', import.meta.url))
  try {
    const order = { url, key: stage.apiKey, paths, readers: CLIENTS }
    await worker.do({ ...order, seconds: WARM_UP_SECONDS })
    return inShort(await worker.do({ ...order, seconds }))
  } finally {
    await worker.stop()
  }
}
