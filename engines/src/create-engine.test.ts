import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createEngine } from './create-engine.ts'
import { EngineError, type EngineName, engineNames } from './engine.ts'
import { runningPrograms } from './pid-file.ts'
import { claimFreePort, releasePort } from './ports.ts'
import { startEngines } from './start-engines.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const folder = temporaryFolder()
const path = process.env.PATH
const javaHome = process.env.JAVA_HOME

afterEach(() => {
  process.env.PATH = path
  if (javaHome) process.env.JAVA_HOME = javaHome
  else delete process.env.JAVA_HOME
})
afterAll(folder.remove)

async function failureOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason) => reason,
  )
  expect(error).toBeInstanceOf(EngineError)
  return error.message
}

function withoutTools(): void {
  process.env.PATH = '/nowhere'
  delete process.env.JAVA_HOME
}

test.each([...engineNames])('a given port that is taken is named: %s', async (name) => {
  const port = await claimFreePort()
  releasePort(port)
  const other = createServer()
  await new Promise<void>((listening) => other.listen(port, '127.0.0.1', listening))
  const message = await failureOf(startEngines({ folder: folder.path, only: [name], ports: { [name]: port } }))
  expect(message).toBe(`Port ${port} is taken, so ${name} can't use it: stop what listens there, or give another port.`)
  await new Promise((closed) => other.close(closed))
})

test('without a JDK, Kafka says that it needs one', async () => {
  withoutTools()
  const message = await failureOf(startEngines({ folder: folder.path, only: ['kafka'] }))
  expect(message).toMatch(
    /^Kafka needs a JDK of 17 or later, and there is none on the PATH: install one .*KAFKA_BROKERS/,
  )
})

test('with a JDK that is too old, Kafka says which one it found', async () => {
  withoutTools()
  process.env.JAVA_HOME = folder.path
  mkdirSync(join(folder.path, 'bin'))
  const java = join(folder.path, 'bin', 'java')
  writeFileSync(java, '#!/bin/sh\necho \'openjdk version "11.0.2" 2019\' >&2\n', { mode: 0o755 })
  const message = await failureOf(startEngines({ folder: folder.path, only: ['kafka'] }))
  expect(message).toContain('this one is version "11.0.2"')
})

test('when one engine can not start, the others are stopped again', async () => {
  const redisServer =
    (path ?? '')
      .split(':')
      .map((each) => join(each, 'redis-server'))
      .find(existsSync) ?? ''
  const onlyRedis = join(folder.path, 'only-redis')
  mkdirSync(onlyRedis)
  symlinkSync(redisServer, join(onlyRedis, 'redis-server'))
  withoutTools()
  process.env.PATH = onlyRedis
  const message = await failureOf(startEngines({ folder: folder.path, only: ['redis', 'kafka'] }))
  expect(message).toMatch(/^Kafka needs a JDK/)
  expect(runningPrograms(folder.path)).toEqual([])
})

const damages: [EngineName, string, (content: string) => string, RegExp][] = [
  ['kafka', 'data/meta.properties', () => 'rubbish', /meta\.properties is broken/],
  ['postgres', 'data/PG_VERSION', () => '9.6\n', /it was made by version 9.6, this is 18/],
  ['postgres', 'data/global/pg_control', (content) => content.slice(0, 100), /.*/],
]

test.each(damages)('%s with a damaged %s says what to move away', async (name, file, damage, reason) => {
  const own = temporaryFolder()
  const engine = await createEngine(name, { folder: own.path })
  await engine.start()
  await engine.stop()
  const damaged = join(own.path, name, file)
  writeFileSync(damaged, damage(readFileSync(damaged, 'latin1')))
  const message = await failureOf(engine.start())
  await engine.stop()
  expect(message).toMatch(/can't use its data \(/)
  expect(message).toMatch(reason)
  expect(message).toContain(`move ${join(own.path, name, 'data')} away or delete it, then start again.`)
  own.remove()
})

test('a second engine on the same folder is refused while the first lives', async () => {
  const first = await createEngine('redis', { folder: folder.path })
  await first.start()
  const second = await createEngine('redis', { folder: folder.path })
  expect(second.url).not.toBe(first.url)
  expect(await failureOf(second.start())).toContain(
    `Redis is already running from ${folder.path} (process ${first.pid})`,
  )
  await second.stop()
  await first.stop()
})

test('stop during the start ends it', async () => {
  const engine = await createEngine('postgres', { folder: folder.path })
  const started = failureOf(engine.start())
  await engine.stop()
  expect(await started).toBe('Postgres was stopped before it was up.')
  expect(engine.pid).toBeUndefined()
})
