import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '@rollcall/platform'
import { config as attendance } from '../../attendance-service/src/config.ts'
import { config as dashboard } from '../../dashboard-service/src/config.ts'
import { config as tasks } from '../../tasks/src/config.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const DEPLOY = join(ROOT, 'deploy')
const read = (name: string) => readFileSync(join(DEPLOY, name), 'utf8')
const units: Record<string, { workspace: string; shape: Parameters<typeof readConfig>[0] }> = {
  'rollcall-attendance.service': { workspace: 'attendance-service', shape: attendance },
  'rollcall-dashboard.service': { workspace: 'dashboard-service', shape: dashboard },
  'rollcall-tasks.service': { workspace: 'tasks', shape: tasks },
}

/** "Name=value" lines of a file, every value of a name. */
function settings(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const [, name = '', value = ''] of text.matchAll(/^([A-Z]\w+)=(.*)$/gm))
    found.set(name, [...(found.get(name) ?? []), value])
  return found
}
const variables = (lines: readonly string[]) =>
  Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))

test('there is a unit for each service', () => {
  expect(
    readdirSync(DEPLOY)
      .filter((name) => name.endsWith('.service'))
      .sort(),
  ).toEqual(Object.keys(units).sort())
})

describe.each(Object.entries(units))('%s', (name, { workspace, shape }) => {
  const unit = settings(read(name))
  const one = (setting: string) => unit.get(setting)?.at(-1)

  test('runs its service as the image does', () => {
    const [, main = ''] = /\/opt\/rollcall\/(\S+)$/.exec(one('ExecStart') ?? '') ?? []
    expect(main).toBe(`${workspace}/dist/main.js`)
    expect(existsSync(join(ROOT, main.replace('/dist/', '/src/').replace('.js', '.ts')))).toBe(true)
    const [, flags = ''] = /^\/usr\/bin\/node (.*) \S+$/.exec(one('ExecStart') ?? '') ?? []
    const image = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
    expect(image).toContain(
      `CMD ["node", ${flags
        .split(' ')
        .map((flag) => `"${flag}"`)
        .join(', ')}, "dist/main.js"]`,
    )
  })

  test('has variables that the service reads, and all that it needs', () => {
    const own = variables(unit.get('Environment') ?? [])
    const common = variables(
      read('rollcall.env.example')
        .split('\n')
        .filter((line) => /^[A-Z]/.test(line)),
    )
    const { NODE_ENV, ...environment } = own
    expect(NODE_ENV).toBe('production')
    expect(Object.keys(shape)).toEqual(expect.arrayContaining(Object.keys(environment)))
    readConfig(shape, { ...common, ...environment })
    expect(unit.get('EnvironmentFile')).toEqual([
      '/etc/rollcall/rollcall.env',
      `-/etc/rollcall/${name.replace(/rollcall-|\.service/g, '')}.env`,
    ])
  })

  test('may write only where the service has to, and may become nobody else', () => {
    for (const line of [
      'DynamicUser=yes',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'ProtectHome=yes',
      'PrivateTmp=yes',
    ])
      expect(read(name)).toContain(`\n${line}\n`)
    expect(one('CapabilityBoundingSet')).toBe('')
    const images = variables(unit.get('Environment') ?? []).IMAGE_DIR
    expect(images).toBe('IMAGE_DIR' in shape ? `/var/lib/${one('StateDirectory')}` : undefined)
    expect(unit.has('ReadWritePaths')).toBe(false)
  })

  test('is started again whatever ends it, and has the time to finish what it has in hand', () => {
    expect([one('Restart'), one('StartLimitIntervalSec')]).toEqual(['always', '0'])
    expect(Number(one('TimeoutStopSec'))).toBeGreaterThan(10)
  })

  test('systemd, where there is one, understands every line', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-units-'))
    const file = join(folder, name)
    // Node need not be in the same place here.
    writeFileSync(file, read(name).replace('/usr/bin/node', process.execPath))
    const { error, status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' })
    rmSync(folder, { recursive: true })
    expect(error ? 'no systemd' : [status, stderr]).toEqual(error ? 'no systemd' : [0, ''])
  })
})
