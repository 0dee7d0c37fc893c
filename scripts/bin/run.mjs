import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runChild } from './child.mjs'
import { withLock } from './lock.mjs'
import { build, install, programs } from './prepare.mjs'
import { provideTestTools } from './test-tools.mjs'

// The one entry of every npm script. It runs before anything is installed, so it is plain JavaScript and needs nothing.

const root = fileURLToPath(new URL('../..', import.meta.url))
const { tsc, biome, jest } = programs(root)

/** `run` gets what follows the command and resolves with an exit code. */
const commands = {
  start: { about: 'start everything: engines, demo data, services', builds: true, run: script('start/main.js') },
  test: { about: 'run the tests, with engines of their own', builds: true, run: test },
  build: { about: 'compile all workspaces', builds: true, run: async () => 0 },
  typecheck: { about: 'check the types of sources and tests', run: typecheck },
  lint: { about: 'check format and style', run: node(biome, 'check') },
  format: { about: 'mend format and style', run: node(biome, 'check', '--write') },
  engines: {
    about: "up | down | status | logs: the demo's engines by themselves",
    builds: true,
    run: script('engines.js'),
  },
  migrate: { about: 'up | down | status: prepare the stores', builds: true, run: script('migrate.js') },
  token: { about: 'make a key or a token', builds: true, run: script('token.js') },
  admin: { about: 'make the first admin, reset a lost password', builds: true, run: script('admin.js') },
  seed: { about: 'make up a district: schools, people, past days', builds: true, run: script('seed.js') },
  task: { about: 'run a task by hand', builds: true, run: script('task.js') },
  'check:dashboards': {
    about: 'run the queries of all dashboards on a running stack',
    builds: true,
    run: checkDashboards,
  },
  'check:api': {
    about: 'send requests made from the OpenAPI documents to running services',
    builds: true,
    run: script('check-api/main.js'),
  },
  'check:seeds': {
    about: 'make every call of the systems that this one replaces',
    builds: true,
    run: script('check-seeds/main.js'),
  },
  screenshots: {
    about: 'take pictures of every screen of the running demo',
    builds: true,
    run: script('screenshots/main.js'),
  },
  day: {
    about: 'play a school day of ten million records, and prove it',
    builds: true,
    run: script('day/main.js', '--max-semi-space-size=32'),
  },
  chaos: { about: 'break everything under live traffic, and prove it', builds: true, run: script('chaos/main.js') },
  benchmark: { about: 'measure it beside what it replaces', builds: true, run: script('benchmark/main.js') },
}

/** The screens and the kiosk run in a browser: other types. */
async function typecheck(args) {
  for (const project of ['tsconfig.json', 'dashboard-service/web', 'attendance-service/kiosk']) {
    const code = await node(tsc, '-p', project)(args)
    if (code !== 0) return code
  }
  return 0
}

function node(...fixed) {
  return (args) => runChild(process.execPath, [...fixed, ...args], { cwd: root })
}

/** In the caller's folder: a path given as an argument means what it means there. */
function script(file, ...nodeOptions) {
  const path = join(root, 'scripts', 'dist', file)
  const env = { ...process.env, ROLLCALL_RUNNER: String(process.pid) }
  return (args) => runChild(process.execPath, ['--enable-source-maps', ...nodeOptions, path, ...args], { env })
}

async function test(args) {
  await provideTestTools(root)
  const options = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`
  const env = { ...process.env, NODE_OPTIONS: options.trim() }
  return runChild(process.execPath, [jest, ...args], { cwd: root, env })
}

async function checkDashboards(args) {
  await provideTestTools(root, ['prometheus'])
  return script('check-dashboards/main.js')(args)
}

function usage() {
  const lines = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(16)} ${about}`)
  return `Usage: npm run <command> [-- arguments]\n\n${lines.join('\n')}\n\n<command> -- --help tells more.`
}

/** Exit code 0 when there is nothing left to do. One at a time: two that install or build would spoil each other's work. */
function prepare(builds) {
  return withLock(join(root, '.rollcall', 'prepare.lock'), async () => {
    const installed = await install(root)
    return installed === 0 && builds ? build(root) : installed
  })
}

async function main(name, args) {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(
      `Rollcall needs Node 20.19 or later and this is ${process.version}: install a newer one (https://nodejs.org).`,
    )
    return 1
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    console.log(usage())
    return 0
  }
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined
  if (!command) {
    console.error(name ? `There is no command "${name}".\n\n${usage()}` : usage())
    return 2
  }
  if (!existsSync(join(root, 'package-lock.json'))) {
    console.error('package-lock.json is missing: restore it (git checkout package-lock.json), then run this again.')
    return 1
  }
  const prepared = await prepare(command.builds)
  return prepared === 0 ? command.run(args) : prepared
}

process.exitCode = await main(process.argv[2], process.argv.slice(3))
