import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createProgram, freePort, type Program } from '@rollcall/engines'
import type { Stack } from '../stack/stack.ts'

export class PromtoolError extends Error {}

/** Debian's package has both programs. */
export function isInstalled(): boolean {
  return ['prometheus', 'promtool'].every((program) => !spawnSync(program, ['--version']).error)
}

/** Whatever promtool does not like is an error. */
export function promtool(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' })
  if (status !== 0) throw new PromtoolError(`promtool ${args.join(' ')}\n${stdout}${stderr}`.trim())
}

/** The real file, with this machine's addresses instead of the containers' names. Fails when it finds nothing to replace. */
export function localConfig(config: string, targets: Readonly<Record<string, string>>, keyFile: string): string {
  const replacements: [RegExp, string | ((match: string, name: string) => string)][] = [
    [/credentials_file: [^\s}]+/g, `credentials_file: ${keyFile}`],
    [
      /dns_sd_configs: \[\{ names: \[([\w-]+)\][^\n]*/g,
      (_, name) => `static_configs: [{ targets: ['${targets[name]}'] }]`,
    ],
    [/(?<=scrape_interval: )\w+/g, '1s'],
    [/(?<=evaluation_interval: )\w+/g, '1s'],
  ]
  return replacements.reduce((text, [from, to]) => {
    if (text.search(from) < 0) throw new Error(`prometheus.yml has no ${from}`)
    return text.replaceAll(from, to as string)
  }, config)
}

export interface Prometheus extends Program {
  readonly configFile: string
}

/** A real Prometheus, not yet started, which asks these services; it stops with the stack. */
export async function prometheusOn(
  stack: Stack,
  files: { grafana: string; targets: Readonly<Record<string, string>>; key: string },
): Promise<Prometheus> {
  const folder = join(stack.folder, 'prometheus')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const keyFile = join(folder, 'scrape-key')
  writeFileSync(keyFile, files.key, { mode: 0o600 })
  copyFileSync(join(files.grafana, 'alerts.yml'), join(folder, 'alerts.yml'))
  const configFile = join(folder, 'prometheus.yml')
  writeFileSync(
    configFile,
    localConfig(readFileSync(join(files.grafana, 'prometheus.yml'), 'utf8'), files.targets, keyFile),
  )
  const address = `127.0.0.1:${await freePort()}`
  const recipe = {
    title: 'Prometheus',
    url: `http://${address}`,
    stopSignal: 'SIGTERM' as const,
    async prepare() {
      const storage = `--storage.tsdb.path=${join(folder, 'data')}`
      const args = [`--config.file=${configFile}`, storage, `--web.listen-address=${address}`, '--log.level=warn']
      return { file: 'prometheus', args }
    },
    async ready() {
      const answer = await fetch(`http://${address}/-/ready`, { signal: AbortSignal.timeout(2_000) })
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`/-/ready answers ${answer.status}`)
    },
  }
  const program = createProgram('prometheus', recipe, { folder: stack.folder })
  return Object.assign(stack.alongside(program), { configFile })
}

interface Result {
  readonly status: string
  readonly error?: string
  readonly data?: { readonly resultType: string; readonly result: readonly unknown[] }
}

/** How Prometheus answers a query: fine, with nothing (or nothing but "not a number"), or with an error. */
export async function ask(prometheus: Program, expr: string): Promise<'fine' | 'empty' | { error: string }> {
  const response = await fetch(`${prometheus.url}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query: expr }),
  })
  const { status, error, data } = (await response.json()) as Result
  if (status !== 'success' || !data) return { error: error ?? `status ${response.status}` }
  const values = data.resultType === 'scalar' ? [data.result] : data.result.map((each) => (each as Sample).value)
  return values.some((value) => value?.[1] !== undefined && value[1] !== 'NaN') ? 'fine' : 'empty'
}
type Sample = { value: readonly [number, string] }

/** The names of all series there are. */
export async function seriesNames(prometheus: Program): Promise<Set<string>> {
  const response = await fetch(`${prometheus.url}/api/v1/label/__name__/values`)
  return new Set(((await response.json()) as { data: string[] }).data)
}

interface Rule {
  readonly name: string
  readonly query: string
  readonly health: string
  readonly lastError?: string
  readonly annotations?: Readonly<Record<string, string>>
}

export async function rulesOf(prometheus: Program): Promise<Rule[]> {
  const response = await fetch(`${prometheus.url}/api/v1/rules`)
  const { data } = (await response.json()) as { data: { groups: { rules: Rule[] }[] } }
  return data.groups.flatMap(({ rules }) => rules)
}
