import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type EngineName,
  engineNames,
  pingEngine,
  readFrom,
  runningProgram,
  sizeOf,
  startEngines,
  stopOrphans,
} from '@rollcall/engines'
import { Refused, runCommand } from '@rollcall/platform'
import { Argument, Command } from 'commander'
import { demoFolder, takeFolder } from './start/demo-folder.ts'

const command = new Command('engines').description("The demo's Redis, Kafka, Postgres and Mongo, without the services")
const names = () => new Argument('[name...]', 'all of them, or some').choices(engineNames)

command
  .command('up')
  .description('start them and leave them running')
  .addArgument(names())
  .action((chosen: EngineName[]) => alone(() => up(chosenOrAll(chosen))))

command
  .command('down')
  .description('stop them; their data stays')
  .addArgument(names())
  .action((chosen: EngineName[]) => alone(() => down(chosenOrAll(chosen))))

command
  .command('status')
  .description('what runs and where; exit code 3 when something is down')
  .addArgument(names())
  .action((chosen: EngineName[]) => status(chosenOrAll(chosen)))

command
  .command('logs')
  .description('the last lines of their logs')
  .addArgument(names())
  .option('-f, --follow', 'go on with what is written from now on')
  .option('-n, --lines <count>', 'how many lines of each', '20')
  .action((chosen: EngineName[], options) => logs(chosenOrAll(chosen), Number(options.lines), options.follow))

/** Not while `npm start` looks after the same engines. */
async function alone(work: () => Promise<void>): Promise<void> {
  const lock = takeFolder(demoFolder)
  if ('heldBy' in lock) {
    throw new Refused(`\`npm start\` runs these engines (process ${lock.heldBy}): use them, or stop it with Ctrl-C.`, 1)
  }
  try {
    await work()
  } finally {
    lock.release()
  }
}

async function up(chosen: EngineName[]): Promise<void> {
  const missing = chosen.filter((name) => !runningProgram(demoFolder, name))
  await startEngines({ folder: demoFolder, only: missing, outlive: true, onMessage: console.log })
  for (const name of chosen) console.log(`${name.padEnd(10)}${runningProgram(demoFolder, name)?.url}`)
}

async function down(chosen: EngineName[]): Promise<void> {
  const stopped = await stopOrphans(demoFolder, chosen)
  console.log(stopped.length > 0 ? `Stopped: ${stopped.join(', ')}` : 'Nothing was running.')
}

async function status(chosen: EngineName[]): Promise<void> {
  const rows = await Promise.all(chosen.map(stateOf))
  const line = (cells: string[]) => console.log(cells.map((cell, at) => cell.padEnd([10, 11, 8][at] ?? 0)).join(' '))
  line(['ENGINE', 'STATE', 'PROCESS', 'URL'])
  for (const { name, state, pid, url } of rows) line([name, state, pid, url])
  if (rows.some(({ state }) => state !== 'up')) process.exitCode = 3
}

async function stateOf(name: EngineName) {
  const found = runningProgram(demoFolder, name)
  if (!found) return { name, state: 'down', pid: '-', url: '-' }
  const answers = await pingEngine(name, found.url).then(
    () => true,
    () => false,
  )
  return { name, state: answers ? 'up' : 'no answer', pid: String(found.process.pid), url: found.url }
}

async function logs(chosen: EngineName[], count: number, follow = false): Promise<void> {
  if (!Number.isInteger(count) || count < 0) throw new Refused('--lines takes a whole number, such as 50.')
  const files = chosen.map((name) => ({ name, file: join(demoFolder, 'logs', `${name}.log`), read: 0 }))
  const print = (name: string, lines: string[]) => {
    for (const each of lines) console.log(files.length > 1 ? `${name.padEnd(9)}| ${each}` : each)
  }
  for (const each of files) {
    each.read = sizeOf(each.file)
    const lines = readFrom(each.file, 0).trimEnd().split('\n')
    print(each.name, count === 0 ? [] : lines.slice(-count))
  }
  while (follow) {
    await delay(250)
    for (const each of files) {
      const size = sizeOf(each.file)
      if (size < each.read) each.read = 0 // a new start has begun a new file
      if (size > each.read) print(each.name, readFrom(each.file, each.read).trimEnd().split('\n'))
      each.read = size
    }
  }
}

function chosenOrAll(chosen: EngineName[]): EngineName[] {
  return chosen.length > 0 ? chosen : [...engineNames]
}

await runCommand(command, process.argv)
