import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Refused } from '@rollcall/platform'
import type { Stack } from '../stack/stack.ts'
import { flawsOf, type Query, queriesOf, readDashboards, seriesIn } from './dashboards.ts'
import { ask, isInstalled, promtool, rulesOf, seriesNames } from './prometheus.ts'
import { type Watched, watch } from './watched-stack.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const grafana = join(root, 'grafana')
const ANSWERED_WITHIN_MS = 60_000
const ASK_AGAIN_AFTER_MS = 250

/** Every panel of every dashboard against a real Prometheus on a running stack. Returns what is wrong, in sentences. */
export async function checkDashboards(
  stack: Stack,
  say: (line: string) => void,
  watching: (watched: Watched) => void = () => {},
): Promise<string[]> {
  if (!isInstalled()) throw new Refused('prometheus is not installed: apt-get install prometheus', 1)
  const wrong = flawsOf(dashboards(), provisionedSource())
  promtool('check', 'rules', join(grafana, 'alerts.yml'))
  promtool('test', 'rules', join(grafana, 'alerts.test.yml'))
  say('Dashboards, rules and their cases read')
  const watched = await watch(stack, grafana)
  watching(watched)
  promtool('check', 'config', watched.prometheus.configFile)
  return [...wrong, ...(await checkQueries(watched, say)), ...(await checkAlerts(watched))]
}

const dashboards = () => readDashboards(join(grafana, 'dashboards'))

function provisionedSource(): string {
  const text = readFileSync(join(grafana, 'provisioning/datasources/prometheus.yml'), 'utf8')
  return /^ +uid: (\S+)$/m.exec(text)?.[1] ?? 'no data source is provisioned'
}

async function checkQueries(watched: Watched, say: (line: string) => void): Promise<string[]> {
  const queries = dashboards().flatMap(queriesOf)
  say(`Asking ${queries.length} queries`)
  return [...(await unanswered(queries, watched, ANSWERED_WITHIN_MS)), ...(await unknownSeries(queries, watched))]
}

/** What goes on meanwhile makes rates and quantiles have something to tell. */
export async function unanswered(queries: readonly Query[], watched: Watched, withinMs: number): Promise<string[]> {
  const deadline = performance.now() + withinMs
  const errors: string[] = []
  let open = [...queries]
  for (;;) {
    await watched.traffic.round()
    const empty: Query[] = []
    for (const query of open) {
      const answer = await ask(watched.prometheus, query.expr)
      if (answer === 'empty') empty.push(query)
      else if (answer !== 'fine') errors.push(`${query.where}: ${answer.error}: ${query.expr}`)
    }
    open = empty
    if (open.length === 0 || performance.now() > deadline)
      return [...errors, ...open.map(({ where, expr }) => `${where}: no answer: ${expr}`)]
    await delay(ASK_AGAIN_AFTER_MS)
  }
}

/** "or vector(0)" gives an answer also where a series has another name by now. */
export async function unknownSeries(queries: readonly Query[], { prometheus }: Watched): Promise<string[]> {
  const known = await seriesNames(prometheus)
  return queries.flatMap(({ where, expr }) =>
    [...new Set(seriesIn(expr))]
      .filter((name) => !known.has(name))
      .map((name) => `${where}: there is no series ${name}`),
  )
}

async function checkAlerts(watched: Watched): Promise<string[]> {
  const rules = await rulesOf(watched.prometheus)
  const failing = rules.filter(({ health }) => health !== 'ok')
  const queries = rules.map(({ name, query }) => ({ where: `alert ${name}`, expr: query }))
  return [
    ...failing.map(({ name, lastError, health }) => `alert ${name}: ${lastError || health}`),
    ...(await unknownSeries(queries, watched)),
    ...rules.flatMap(({ name, annotations }) => missingRunbook(name, annotations?.runbook)),
  ]
}

/** "docs/operations.md#gatecold": the file, and a heading that becomes this anchor. */
function missingRunbook(alert: string, runbook = ''): string[] {
  const [file = '', anchor] = runbook.split('#')
  const text = file && existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : ''
  const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading.toLowerCase().replaceAll(' ', '-'),
  )
  return anchor && anchors.includes(anchor) ? [] : [`alert ${alert}: its runbook is not there: ${runbook}`]
}
