import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const LOADER = join(ROOT, '.rollcall', 'compose-loader')

export interface ComposeService {
  readonly image?: string
  readonly build?: { readonly dockerfile: string; readonly args: Readonly<Record<string, string>> }
  readonly command?: readonly string[] | null
  readonly environment?: Readonly<Record<string, string>>
  readonly depends_on?: Readonly<Record<string, { readonly condition: string; readonly required: boolean }>>
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean }
  readonly ports?: readonly { readonly host_ip?: string; readonly published: string; readonly target: number }[]
  readonly volumes?: readonly { readonly type: string; readonly source: string; readonly target: string }[]
  readonly networks: Readonly<Record<string, unknown>>
  readonly deploy?: { readonly replicas?: number }
  readonly restart: string
  readonly read_only?: boolean
  readonly security_opt?: readonly string[]
  readonly cap_drop?: readonly string[]
  readonly cap_add?: readonly string[]
  readonly mem_limit?: string
  readonly stop_grace_period?: string
  readonly logging?: { readonly options: Readonly<Record<string, string>> }
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>
}

/** Go's own cache makes this quick when nothing changed. */
export function buildLoader(): void {
  mkdirSync(join(ROOT, '.rollcall'), { recursive: true })
  const folder = fileURLToPath(new URL('loader', import.meta.url))
  execFileSync('go', ['build', '-buildvcs=false', '-o', LOADER, '.'], { cwd: folder, stdio: 'pipe' })
}

/** docker-compose.yml as docker compose would take it in this environment; throws with what it says. */
export function loadCompose(env: Readonly<Record<string, string>>): Compose {
  // The loader reads no .env file: somebody's own passwords change nothing here.
  const run = spawnSync(LOADER, [join(ROOT, 'docker-compose.yml')], { env, encoding: 'utf8', maxBuffer: 1 << 24 })
  if (run.status !== 0) throw new Error(run.stderr)
  return JSON.parse(run.stdout)
}
