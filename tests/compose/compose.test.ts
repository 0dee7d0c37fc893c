import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { storesConfig } from '@rollcall/database'
import { logConfig, postgresConfig, readConfig, redisConfig } from '@rollcall/platform'
import { config as attendanceService } from '../../attendance-service/src/config.ts'
import { config as dashboardService } from '../../dashboard-service/src/config.ts'
import { config as tasks } from '../../tasks/src/config.ts'
import { buildLoader, type Compose, type ComposeService, loadCompose, ROOT } from './load-compose.ts'

const secrets = {
  POSTGRES_PASSWORD: 'one',
  DATABASE_PASSWORD: 'two',
  EDGE_DATABASE_PASSWORD: 'three',
  MONGO_PASSWORD: 'four',
  REDIS_PASSWORD: 'five',
  GRAFANA_PASSWORD: 'six',
}
const ours = {
  'attendance-service': attendanceService,
  'dashboard-service': dashboardService,
  tasks,
  migrate: { ...logConfig, ...storesConfig },
  'scrape-key': { ...postgresConfig, ...redisConfig },
}
const engines = ['kafka', 'redis', 'postgres', 'mongo']
const watchers = ['prometheus', 'grafana']
const file = (name: string) => readFileSync(join(ROOT, name), 'utf8')

let compose: Compose
beforeAll(() => {
  buildLoader()
  compose = loadCompose(secrets)
}, 300_000)

const named = (name: string): ComposeService => {
  const service = compose.services[name]
  if (!service) throw new Error(`there is no service ${name}`)
  return service
}
const all = () => Object.entries(compose.services)
/** They do something once, before others start. */
const once = ['migrate', 'scrape-key']
const running = () => all().filter(([name]) => !once.includes(name))
function seconds(duration = ''): number {
  const [, minutes = 0, rest = 0] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? []
  return Number(minutes) * 60 + Number(rest)
}

test('everything is there, attendance-service twice', () => {
  expect(Object.keys(compose.services).sort()).toEqual([...Object.keys(ours), ...engines, ...watchers, 'nginx'].sort())
  expect(named('attendance-service').deploy?.replicas).toBe(2)
})

test.each(Object.keys(secrets))('without %s nothing starts, and the message names it', (name) => {
  expect(() => loadCompose({ ...secrets, [name]: '' })).toThrow(`required variable ${name} is missing a value`)
})

test('.env.example has every variable of the file, and no password', () => {
  const asked = [...file('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map((match) => match[1])
  const told = [...file('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map((match) => match[1])
  expect([...new Set(told)].sort()).toEqual([...new Set(asked)].sort())
  for (const name of Object.keys(secrets)) expect(file('.env.example')).toMatch(new RegExp(`^${name}=$`, 'm'))
})

describe.each(Object.entries(ours))('%s', (name, shape) => {
  test('its variables are those that it reads, with values that it takes', () => {
    const environment = named(name).environment ?? {}
    expect(Object.keys(shape)).toEqual(expect.arrayContaining(Object.keys(environment)))
    readConfig(shape, { ...environment })
  })

  test('it starts after whatever it has an address of', () => {
    const { environment = {}, depends_on = {} } = named(name)
    const addresses = Object.entries(environment).filter(([variable]) => /_(URL|BROKERS)$/.test(variable))
    const needed = engines.filter((engine) => addresses.some(([, url]) => url.includes(`${engine}:`)))
    expect(needed).not.toHaveLength(0)
    for (const engine of needed) expect(depends_on[engine]).toEqual({ condition: 'service_healthy', required: true })
    if (name !== 'migrate') expect(depends_on.migrate?.condition).toBe('service_completed_successfully')
  })

  test('it has the time to finish what it has in hand', () => {
    expect(seconds(named(name).stop_grace_period)).toBeGreaterThan(10)
  })
})

test('each service has a role of its own kind in Postgres, and none of them that of the superuser', () => {
  const role = (url = '') => new URL(url).username
  const variables = (name: string) => named(name).environment ?? {}
  expect(role(variables('attendance-service').DATABASE_URL)).toBe('rollcall_edge')
  for (const name of ['dashboard-service', 'tasks', 'scrape-key', 'migrate'])
    expect([name, role(variables(name).DATABASE_URL)]).toEqual([name, 'rollcall'])
  expect(variables('migrate').EDGE_DATABASE_URL).toBe(variables('attendance-service').DATABASE_URL)
  expect(role(variables('migrate').POSTGRES_ADMIN_URL)).toBe('postgres')
  for (const [name, { environment = {} }] of all())
    if (!['migrate', 'postgres'].includes(name)) expect(JSON.stringify(environment)).not.toContain('postgres:one')
})

test('nginx starts after both that it speaks to, and knows their ports', () => {
  for (const name of ['attendance-service', 'dashboard-service']) {
    expect(named('nginx').depends_on?.[name]?.condition).toBe('service_healthy')
    expect(file('nginx.conf')).toContain(`server ${name}:${named(name).environment?.PORT} resolve`)
  }
})

test('everything is reached from this machine only; nginx, and nothing else, from outside where somebody wants it', () => {
  const reached = ({ services }: Compose) =>
    Object.entries(services)
      .flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port.host_ip, port.published]))
      .sort()
  expect(reached(compose)).toEqual([
    ['grafana', '127.0.0.1', '3000'],
    ['nginx', '127.0.0.1', '8080'],
    ['prometheus', '127.0.0.1', '9090'],
  ])
  const wishes = { ROLLCALL_BIND: '0.0.0.0', ROLLCALL_PORT: '80', PROMETHEUS_PORT: '19090', GRAFANA_PORT: '13000' }
  expect(reached(loadCompose({ ...secrets, ...wishes }))).toEqual([
    ['grafana', '127.0.0.1', '13000'],
    ['nginx', '0.0.0.0', '80'],
    ['prometheus', '127.0.0.1', '19090'],
  ])
  expect(compose.networks.stores?.internal).toBe(true)
  for (const engine of engines) expect(Object.keys(named(engine).networks)).toEqual(['stores'])
  expect(Object.keys(named('nginx').networks)).toEqual(['web'])
  expect(Object.keys(named('prometheus').networks).sort()).toEqual(['watch', 'web'])
  expect(Object.keys(named('grafana').networks)).toEqual(['watch'])
})

test('whatever runs on is watched, started again, limited and may do no more than it must', () => {
  const imageHasCheck = /^HEALTHCHECK (?!NONE)/m.test(file('Dockerfile'))
  for (const [name, service] of running()) {
    const watched = service.healthcheck ? !service.healthcheck.disable : service.build && imageHasCheck
    expect([name, Boolean(watched)]).toEqual([name, true])
    expect([name, service.restart]).toEqual([name, 'unless-stopped'])
  }
  for (const [name, service] of all()) {
    const { security_opt, cap_drop, cap_add, logging } = service
    expect([name, security_opt, cap_drop, cap_add]).toEqual([name, ['no-new-privileges:true'], ['ALL'], undefined])
    expect([name, Number(service.mem_limit) > 0, logging?.options['max-size']]).toEqual([name, true, '20m'])
    // Kafka's image writes its settings into itself.
    expect([name, service.read_only === true]).toEqual([name, name !== 'kafka'])
  }
  for (const name of once) expect([name, named(name).restart]).toEqual([name, 'no'])
})

test('what must outlive a container lies in a volume', () => {
  const volumes = all().flatMap(([name, service]) =>
    (service.volumes ?? []).filter(({ type }) => type === 'volume').map(({ source, target }) => [name, source, target]),
  )
  expect(volumes.sort()).toEqual([
    ['attendance-service', 'images', '/images'],
    ['grafana', 'grafana', '/var/lib/grafana'],
    ['kafka', 'kafka', '/var/lib/kafka/data'],
    ['mongo', 'mongo', '/data/db'],
    ['postgres', 'postgres', '/var/lib/postgresql'],
    ['prometheus', 'prometheus', '/prometheus'],
    ['prometheus', 'scrape-key', '/run/rollcall'],
    ['scrape-key', 'scrape-key', '/scrape-key'],
  ])
  expect(named('attendance-service').environment?.IMAGE_DIR).toBe('/images')
  expect(named('kafka').environment?.KAFKA_LOG_DIRS).toBe('/var/lib/kafka/data')
})

test('Redis never evicts anybody', () => {
  const command = named('redis').command?.join(' ')
  expect(command).toContain('--maxmemory-policy noeviction')
})

describe('Prometheus', () => {
  const config = file('grafana/prometheus.yml')

  test('asks every service at its own port, all of its copies, with the key that was made for it', () => {
    for (const name of ['attendance-service', 'dashboard-service', 'tasks'])
      expect(config).toContain(`names: [${name}], type: A, port: ${named(name).environment?.PORT},`)
    const [, made = ''] = /--to,(\S+)/.exec(named('scrape-key').command?.join(',') ?? '') ?? []
    const read = [...config.matchAll(/credentials_file: ([^\s}]+)/g)].map(([, path]) => path)
    expect(new Set(read)).toEqual(new Set([made.replace('/scrape-key/', '/run/rollcall/')]))
    expect(read).toHaveLength(3)
    expect(named('prometheus').depends_on?.['scrape-key']?.condition).toBe('service_completed_successfully')
    expect(file('Dockerfile')).toMatch(/chown node:node .*\/scrape-key/)
  })

  test('finds its files, and Grafana finds Prometheus and the dashboards', () => {
    const mounts = (name: string) =>
      (named(name).volumes ?? [])
        .filter(({ type }) => type === 'bind')
        .map(({ source, target }) => ({ source, target }))
    for (const { source } of [...mounts('prometheus'), ...mounts('grafana')]) expect(existsSync(source)).toBe(true)
    expect(mounts('prometheus').map(({ target }) => target)).toEqual(
      expect.arrayContaining(['/etc/prometheus/prometheus.yml', '/etc/prometheus/alerts.yml']),
    )
    expect(file('grafana/provisioning/dashboards/rollcall.yml')).toContain('path: /etc/grafana/dashboards')
    expect(mounts('grafana')).toContainEqual({
      source: join(ROOT, 'grafana/dashboards'),
      target: '/etc/grafana/dashboards',
    })
    expect(file('grafana/provisioning/datasources/prometheus.yml')).toContain('url: http://prometheus:9090')
  })
})

test('nobody sees Grafana without signing in', () => {
  expect(named('grafana').environment).toMatchObject({
    GF_SECURITY_ADMIN_PASSWORD: secrets.GRAFANA_PASSWORD,
    GF_AUTH_ANONYMOUS_ENABLED: 'false',
    GF_USERS_ALLOW_SIGN_UP: 'false',
  })
})
