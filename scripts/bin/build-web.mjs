import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runChild } from './child.mjs'

const WEB = 'dashboard-service/web'
/** All that the screens are made from; package-lock.json stands for the packages. */
const SOURCES = [
  ...['src', 'public', 'index.html', 'vite.config.ts', 'package.json'].map((path) => `${WEB}/${path}`),
  'domain/src',
  'package-lock.json',
]

/** Only where the sources are others than those that dist was built from: it takes a few seconds. */
export async function buildWeb(root) {
  const note = join(root, WEB, 'dist', '.built-from')
  const sources = digestOf(root)
  if (existsSync(note) && readFileSync(note, 'utf8') === sources) return 0
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const code = await runChild(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: join(root, WEB) })
  if (code === 0) writeFileSync(note, sources)
  return code
}

function digestOf(root) {
  const digest = createHash('sha256')
  for (const path of SOURCES)
    for (const file of filesOf(root, path)) {
      digest.update(file)
      digest.update(readFileSync(join(root, file)))
    }
  return digest.digest('hex')
}

function filesOf(root, path) {
  const entries = readdirSync(join(root, path, '..'), { withFileTypes: true })
  const entry = entries.find(({ name }) => name === path.split('/').at(-1))
  if (!entry?.isDirectory()) return entry ? [path] : []
  return readdirSync(join(root, path))
    .toSorted()
    .flatMap((name) => filesOf(root, `${path}/${name}`))
}
