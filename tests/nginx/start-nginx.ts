import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '@rollcall/engines'

const CONFIG = fileURLToPath(new URL('../../nginx.conf', import.meta.url))
/** Debian puts it where only root looks. */
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` }

export interface Nginx {
  readonly url: string
  /** Lines of its access log so far. */
  log(): string
  stop(): Promise<void>
}

export interface Ports {
  readonly attendance: readonly number[]
  readonly dashboard: readonly number[]
}

interface Place {
  readonly folder: string
  readonly port: number
  readonly healthPort: number
}

/** The real file, with this machine's addresses instead of the containers' names. Fails when it finds nothing to replace. */
export function localConfig(ports: Ports, { folder, port, healthPort }: Place): string {
  const servers = (list: readonly number[], options: string) =>
    list.map((each) => `server 127.0.0.1:${each}${options};`).join('\n    ')
  const replacements: [RegExp, (match: string, options: string) => string][] = [
    // Debian 12 has nginx 1.22: "resolve" came with 1.27.3, and there is no Docker name server here.
    [/server attendance-service:8080 resolve([^;]*);/g, (_, options) => servers(ports.attendance, options)],
    [/server dashboard-service:8081 resolve([^;]*);/g, (_, options) => servers(ports.dashboard, options)],
    [/\n *resolver [^;]*;/g, () => ''],
    [/listen 127\.0\.0\.1:8090;/g, () => `listen 127.0.0.1:${healthPort};`],
    [/listen 8080 /g, () => `listen 127.0.0.1:${port} `],
    [/\/tmp\//g, () => `${folder}/`],
  ]
  return replacements.reduce(
    (config, [from, to]) => {
      if (config.search(from) < 0) throw new Error(`nginx.conf has no ${from}`)
      return config.replace(from, to)
    },
    readFileSync(CONFIG, 'utf8'),
  )
}

async function place(): Promise<Place> {
  if (spawnSync('nginx', ['-v'], { env }).error) throw new Error('nginx is not installed: apt-get install nginx')
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-nginx-'))
  // Its workers are another user when it is started as root.
  chmodSync(folder, 0o755)
  return { folder, port: await freePort(), healthPort: await freePort() }
}

/** Files, not pipes: nginx opens /dev/stdout by its name, which Node's own kind of pipe does not allow. */
const outputs = (folder: string) => ['access.log', 'error.log'].map((name) => openSync(join(folder, name), 'a'))

/** What `nginx -t` says, and whether it is content. */
export async function testConfig(ports: Ports): Promise<{ fine: boolean; message: string }> {
  const where = await place()
  const file = join(where.folder, 'nginx.conf')
  writeFileSync(file, localConfig(ports, where))
  const { status } = spawnSync('nginx', ['-t', '-c', file], { env, stdio: ['ignore', ...outputs(where.folder)] })
  const message = readFileSync(join(where.folder, 'error.log'), 'utf8')
  rmSync(where.folder, { recursive: true })
  return { fine: status === 0, message }
}

export async function startNginx(ports: Ports): Promise<Nginx> {
  const where = await place()
  const file = join(where.folder, 'nginx.conf')
  writeFileSync(file, localConfig(ports, where))
  const nginx = spawn('nginx', ['-c', file, '-g', 'daemon off;'], { env, stdio: ['ignore', ...outputs(where.folder)] })
  const ended = new Promise<void>((resolve) => nginx.once('exit', () => resolve()))
  const read = (name: string) => readFileSync(join(where.folder, name), 'utf8')

  while (!(await isUp(where.healthPort))) {
    if (nginx.exitCode !== null) throw new Error(`nginx did not start: ${read('error.log')}`)
  }
  return {
    url: `http://127.0.0.1:${where.port}`,
    log: () => read('access.log'),
    stop: async () => {
      nginx.kill('SIGTERM')
      await ended
      rmSync(where.folder, { recursive: true })
    },
  }
}

const isUp = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`).then(
    (response) => response.status === 204,
    () => new Promise((resolve) => setTimeout(() => resolve(false), 20)),
  )
