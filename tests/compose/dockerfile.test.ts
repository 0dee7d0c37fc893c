import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './load-compose.ts'

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const manifest = (workspace: string) => JSON.parse(read(`${workspace}/package.json`))

/** One instruction a line, without comments. */
const instructions = read('Dockerfile')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line.trim() !== '')
const lastStage = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')))
const services = [...read('docker-compose.yml').matchAll(/SERVICE: ([\w-]+)/g)].map((match) => match[1] ?? '')

const copies = instructions
  .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
  .flatMap((line) => line.split(' ').slice(1, -1))

test.each([...new Set(copies)])('COPY %s: it is there, and not kept back', (source) => {
  expect(existsSync(join(ROOT, source))).toBe(true)
  if (source === '.') return
  const allowed = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
  const names = allowed.map((line) => line.slice(1).replace('*', ''))
  expect(names.some((name) => source === name || source.startsWith(`${name}/`))).toBe(true)
})

test('every workspace is told to npm, or its lock file would not fit', () => {
  const { workspaces } = JSON.parse(read('package.json'))
  expect(copies).toEqual(expect.arrayContaining(workspaces.map((name: string) => `${name}/package.json`)))
})

test('what was built here before is not taken for what is built there', () => {
  const ignored = read('.dockerignore').split('\n')
  expect(ignored).toEqual(expect.arrayContaining(['**/node_modules', '**/dist', '**/*.tsbuildinfo']))
})

test.each(services)('the image of %s has it and everything of ours that it needs', (service) => {
  const needed = new Set([service])
  for (const workspace of needed)
    for (const name of Object.keys(manifest(workspace).dependencies ?? {}))
      if (name.startsWith('@rollcall/')) needed.add(name.replace('@rollcall/', ''))
  const copied = lastStage.map((line) => line.replaceAll(/\$\{SERVICE\}/g, service))
  for (const workspace of needed) expect(copied).toContain(`COPY --from=build /app/${workspace}/dist ${workspace}/dist`)
  expect(existsSync(join(ROOT, service, 'src/main.ts'))).toBe(true)
})

test('the image runs node itself, not as root, and says when it is not well', () => {
  const user = lastStage.indexOf('USER node')
  expect(user).toBeGreaterThan(lastStage.findLastIndex((line) => line.startsWith('RUN ')))
  expect(lastStage.filter((line) => line.startsWith('USER '))).toHaveLength(1)
  expect(lastStage.at(-1)).toBe('CMD ["node", "--enable-source-maps", "--max-semi-space-size=32", "dist/main.js"]')
  expect(lastStage.some((line) => /^HEALTHCHECK .*\/health/.test(line))).toBe(true)
  expect(lastStage.some((line) => line.startsWith('ENTRYPOINT'))).toBe(false)
})
