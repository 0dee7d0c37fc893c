import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildWeb } from './build-web.mjs'
import { environmentForNpm, runChild } from './child.mjs'

/** Node's own way to a package's program: no shell, no PATH. */
export function programs(root) {
  const inModules = (path) => join(root, 'node_modules', path)
  return {
    tsc: inModules('typescript/bin/tsc'),
    biome: inModules('@biomejs/biome/bin/biome'),
    jest: inModules('jest/bin/jest.js'),
  }
}

/** Exit code 0 when node_modules is what package-lock.json says. */
export async function install(root) {
  const marker = join(root, 'node_modules', '.rollcall-installed')
  const lockFile = join(root, 'package-lock.json')
  const wanted = createHash('sha256').update(readFileSync(lockFile)).digest('hex')
  if (contentOf(marker) === wanted) return 0
  if (!isWhatNpmInstalled(root, lockFile)) {
    console.log('Installing packages (npm install)')
    // Not `npm ci`: it refuses a lock file that lacks a package for some other operating system, and a registry need not
    // have them all. The versions are those of the lock file all the same, and --no-save leaves that as it is.
    const npm = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']
    const code = await runChild('npm', npm, { cwd: root, env: environmentForNpm() })
    if (code !== 0) {
      console.error('The packages could not be installed: see what npm says above, mend it and run this again.')
      return code
    }
  }
  writeFileSync(marker, wanted)
  return 0
}

export async function build(root) {
  forgetDeletedOutput(root)
  const code = await runChild(process.execPath, [programs(root).tsc, '-b', 'tsconfig.build.json'], { cwd: root })
  return code === 0 ? buildWeb(root) : code
}

/** tsc takes a workspace for built when its notes say so, even if its dist is gone. */
function forgetDeletedOutput(root) {
  for (const { path } of JSON.parse(contentOf(join(root, 'tsconfig.build.json'))).references) {
    if (!existsSync(join(root, path, 'dist'))) rmSync(join(root, path, 'tsconfig.tsbuildinfo'), { force: true })
  }
}

/** After somebody's own `npm install` everything may be there already: npm keeps a list of what it has put there. */
function isWhatNpmInstalled(root, lockFile) {
  const listed = contentOf(join(root, 'node_modules', '.package-lock.json'))
  if (!listed) return false
  const there = JSON.parse(listed).packages
  const wanted = Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).packages)
  return wanted.every(([path, entry]) => {
    if (!path.startsWith('node_modules/')) return true // the root and the workspaces themselves
    if (!there[path]) return entry.optional === true // made for another operating system
    return there[path].version === entry.version && existsSync(join(root, path))
  })
}

function contentOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
