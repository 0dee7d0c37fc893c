import { afterwards } from './afterwards.ts'
import { announce } from './announce.ts'
import { demoFolder } from './demo-folder.ts'
import { preparations } from './prepare.ts'
import { runUntilStopped } from './run-until-stopped.ts'
import { services, servicesFor } from './services.ts'
import { Supervisor } from './supervisor.ts'

const usage = `Usage: npm start [-- --live]

Starts Redis, Kafka, Postgres and Mongo, prepares them, starts the services and keeps all of it running until Ctrl-C.
  --live                                              plays today: people come and go, as devices would tell it
  REDIS_URL, KAFKA_BROKERS, DATABASE_URL, MONGO_URL   use this server instead of starting one
  HR_URL, HR_TOKEN                                    take leave from this HR system, not from the simulated one
  ${services.map(({ portVariable }) => portVariable).join(', ')}         ports other than ${services.map(({ port }) => port).join(', ')}`

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) {
  console.log(usage)
  process.exit(0)
}
const unknown = args.find((arg) => arg !== '--live')
if (unknown !== undefined) {
  console.error(`npm start knows no "${unknown}".\n\n${usage}`)
  process.exit(2)
}

const supervisor = new Supervisor({
  folder: demoFolder,
  services: servicesFor(process.env),
  preparations,
  announce,
  afterwards,
  environment: process.env,
  args,
  say: (line) => console.log(line),
})

runUntilStopped(supervisor, demoFolder)
