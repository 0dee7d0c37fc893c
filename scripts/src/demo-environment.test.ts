import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoEnvironment } from './demo-environment.ts'

const engines = {
  redis: 'redis://demo',
  kafka: 'demo:9092',
  postgres: 'postgres://demo/rollcall',
  mongo: 'mongodb://demo',
}
let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-demo-'))
  file = join(folder, 'demo.json')
})
afterEach(() => rm(folder, { recursive: true }))

test("without DATABASE_URL, the demo's engines are taken where nothing else is said", async () => {
  await writeFile(file, JSON.stringify({ engines }))
  expect(await demoEnvironment({ LOG_LEVEL: 'info', MONGO_URL: 'mongodb://mine' }, file)).toEqual({
    LOG_LEVEL: 'info',
    DATABASE_URL: 'postgres://demo/rollcall',
    KAFKA_BROKERS: 'demo:9092',
    REDIS_URL: 'redis://demo',
    MONGO_URL: 'mongodb://mine',
  })
})

test("with DATABASE_URL, or without a demo, nothing is added: the demo's Kafka does not belong to another database", async () => {
  expect(await demoEnvironment({ LOG_LEVEL: 'info' }, file)).toEqual({ LOG_LEVEL: 'info' })
  await writeFile(file, JSON.stringify({ engines }))
  expect(await demoEnvironment({ DATABASE_URL: 'postgres://mine/x' }, file)).toEqual({
    DATABASE_URL: 'postgres://mine/x',
  })
})
