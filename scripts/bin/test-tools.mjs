import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Programs that tests use and npm does not have, with the Debian packages they come from. */
const needed = [
  { program: 'redis-server', package: 'redis-server' },
  { program: 'nginx', package: 'nginx' },
  { program: 'prometheus', package: 'prometheus' },
  { program: 'chromium-headless-shell', package: 'chromium-headless-shell' },
]

/** As root they are installed (and not started); others are told what to install, and the tests run all the same. */
export async function provideTestTools(root, wanted = needed.map(({ program }) => program)) {
  const missing = needed
    .filter(({ program }) => wanted.includes(program))
    .filter(({ program }) => !isOnPath(program))
    .map((each) => each.package)
  if (missing.length === 0) return
  const command = `apt-get install ${missing.join(' ')}`
  if (process.getuid?.() !== 0) {
    console.log(`Some tests need ${missing.join(' and ')}: install what is missing (${command}).`)
    return
  }
  const { installDebianPackages } = await import(join(root, 'engines', 'dist', 'index.js'))
  const { ok } = await installDebianPackages(missing, new AbortController().signal, console.log)
  if (!ok) console.log(`${missing.join(' and ')} could not be installed, and some tests need it: try \`${command}\`.`)
}

function isOnPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/sbin', '/usr/local/sbin')
  return folders.some((folder) => existsSync(join(folder, program)))
}
