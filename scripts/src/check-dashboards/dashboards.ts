import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** As much of Grafana's own form as we use. */
export interface Panel {
  readonly id: number
  readonly type: string
  readonly title?: string
  readonly description?: string
  readonly datasource?: { readonly uid?: string }
  readonly fieldConfig?: { readonly defaults?: { readonly unit?: string } }
  readonly targets?: readonly { readonly expr?: string; readonly datasource?: { readonly uid?: string } }[]
  readonly panels?: readonly Panel[]
}
export interface Dashboard {
  readonly file: string
  readonly uid?: string
  readonly title?: string
  readonly panels?: readonly Panel[]
  readonly templating?: { readonly list: readonly Variable[] }
}
interface Variable {
  readonly name: string
  readonly definition?: string
}

/** A query of Grafana, and the same in words that Prometheus knows. */
export interface Query {
  readonly where: string
  readonly expr: string
}

/** What Grafana puts in by itself. The check scrapes every second, so that a minute holds all that it has seen. */
const GRAFANA_OWN: Readonly<Record<string, string>> = {
  __rate_interval: '1m',
  __interval: '1m',
  __range: '1h',
}
const EVERY_VALUE = '.+'

export const readDashboards = (folder: string): Dashboard[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((file) => ({ ...JSON.parse(readFileSync(join(folder, file), 'utf8')), file }))

/** What is wrong with them as they stand, without asking anybody. `source`: the uid of the provisioned data source. */
export function flawsOf(dashboards: readonly Dashboard[], source: string): string[] {
  const flaws: string[] = []
  const uids = new Set<string>()
  for (const dashboard of dashboards) {
    const { file, uid, title } = dashboard
    if (!uid || !title) flaws.push(`${file}: uid or title is missing`)
    else if (uids.has(uid)) flaws.push(`${file}: another dashboard has the uid ${uid}`)
    uids.add(uid ?? '')
    const ids = new Set<number>()
    for (const panel of panelsOf(dashboard)) {
      const where = `${file}: ${panel.title ?? `panel ${panel.id}`}`
      if (ids.has(panel.id)) flaws.push(`${where}: another panel has the id ${panel.id}`)
      ids.add(panel.id)
      if (!panel.title?.trim()) flaws.push(`${where}: no title`)
      if (panel.type === 'row') continue
      if (!panel.description?.trim()) flaws.push(`${where}: no description`)
      if (!panel.fieldConfig?.defaults?.unit) flaws.push(`${where}: no unit`)
      if (!panel.targets?.length) flaws.push(`${where}: no query`)
      for (const of of [panel, ...(panel.targets ?? [])])
        if (of.datasource?.uid !== source) flaws.push(`${where}: its data source is not ${source}`)
    }
  }
  return flaws
}

/** Every query of every panel, and what the variables at the top ask for. */
export function queriesOf(dashboard: Dashboard): Query[] {
  const variables = dashboard.templating?.list ?? []
  const names = { ...GRAFANA_OWN, ...Object.fromEntries(variables.map(({ name }) => [name, EVERY_VALUE])) }
  const panels = panelsOf(dashboard).flatMap((panel) =>
    (panel.targets ?? []).map(({ expr = '' }) => ({
      where: `${dashboard.file}: ${panel.title}`,
      expr: substitute(expr, names),
    })),
  )
  return [...panels, ...variables.map((variable) => variableQuery(dashboard.file, variable))]
}

const panelsOf = ({ panels = [] }: Dashboard): Panel[] => panels.flatMap((panel) => [panel, ...(panel.panels ?? [])])

function substitute(expr: string, names: Readonly<Record<string, string>>): string {
  return expr.replaceAll(/\$\{?(\w+)\}?/g, (variable, name) => {
    const value = names[name]
    if (value === undefined) throw new Error(`${variable} is no variable of Grafana or of the dashboard: ${expr}`)
    return value
  })
}

function variableQuery(file: string, { name, definition = '' }: Variable): Query {
  const [, metric, label] = /^label_values\((\w+), (\w+)\)$/.exec(definition) ?? []
  if (!metric) throw new Error(`${file}: the variable ${name} asks in a way that is not known here: ${definition}`)
  return { where: `${file}: variable ${name}`, expr: `count by (${label}) (${metric}{${label}!=""})` }
}

/** Series that a query names; "or vector(0)" must not hide that one of them does not exist. */
export const seriesIn = (expr: string): string[] =>
  [...expr.matchAll(/\b(?:rollcall|nodejs|process)_\w+/g)].map(([name]) => name)
