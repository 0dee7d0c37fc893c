import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kafka, logLevel } from 'kafkajs'
import { damaged, EngineError, type Place, type Recipe } from './engine.ts'
import { downloadFailed, fingerprint, installOnce, packageFolder, run } from './tools.ts'

const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'

/** One node that is broker and controller. It needs two ports. */
export function kafka({ folder, ports, say }: Place): Recipe {
  const url = `127.0.0.1:${ports[0]}`
  const data = join(folder, 'data')
  return {
    title: 'Kafka',
    url,
    stopSignal: 'SIGTERM',
    async prepare(signal) {
      const java = await findJava()
      const jars = join(await installJars(signal, say), '*')
      if (existsSync(data)) checkData(data)
      else await format(java, jars, folder, data, signal)
      const settings = join(folder, 'server.properties')
      writeFileSync(settings, properties(ports, data))
      // On a small machine a collector of one thread costs least, and the quick compiler more than pays: the thorough one is
      // not done before most runs here are over.
      const heap = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:+ExitOnOutOfMemoryError']
      return { file: java, args: [...heap, quiet, '-cp', jars, 'kafka.Kafka', settings], cwd: folder }
    },
    ready: () => pingKafka(url),
    damage(log) {
      const found = log.match(
        /(LogDirFailure|KafkaStorage|CorruptRecord|InconsistentClusterId)Exception|meta\.properties/,
      )
      return found ? { folder: data, reason: found[0] } : undefined
    },
  }
}

/** A broker that listens is not yet one that serves: the controller has to have let it in. */
export async function pingKafka(brokers: string): Promise<void> {
  const settings = { logLevel: logLevel.NOTHING, retry: { retries: 0 }, connectionTimeout: 2000, requestTimeout: 2000 }
  const admin = new Kafka({ brokers: brokers.split(','), ...settings }).admin()
  try {
    await admin.connect()
    const cluster = await admin.describeCluster()
    if (cluster.brokers.length === 0) throw new Error('no broker is registered yet')
  } finally {
    await admin.disconnect().catch(() => {})
  }
}

function properties(ports: number[], data: string): string {
  const [broker, controller] = ports
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${broker}
num.network.threads=1
num.io.threads=2
log.dirs=${data.replaceAll('\\', '\\\\')}
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
# After a kill -9 the broker is let in again only when its former session has run out (9 s by default); it asks after
# 1.5 and 3.1 s. Much shorter, and a busy machine would shut a healthy broker out.
broker.session.timeout.ms=2800
broker.heartbeat.interval.ms=500
# A quarter of the heap by default.
log.cleaner.dedupe.buffer.size=16777216
`
}

async function findJava(): Promise<string> {
  const candidates = [process.env.JAVA_HOME && join(process.env.JAVA_HOME, 'bin', 'java'), 'java'].filter(Boolean)
  let tooOld: string | undefined
  for (const candidate of candidates as string[]) {
    const { ok, output } = await run(candidate, ['-version'])
    const version = output.match(/version "(\d+)[^"]*"/)
    if (ok && Number(version?.[1]) >= 17) return candidate
    if (ok) tooOld = version?.[0]
  }
  const found = tooOld ? `this one is ${tooOld}` : 'there is none on the PATH'
  throw new EngineError(
    `Kafka needs a JDK of 17 or later, and ${found}: install one (Debian: apt-get install openjdk-17-jdk-headless), or set KAFKA_BROKERS to a running Kafka.`,
  )
}

function installJars(signal: AbortSignal, say: Place['say']): Promise<string> {
  const pom = join(packageFolder, 'kafka', 'pom.xml')
  return installOnce(`kafka-${fingerprint(pom)}`, signal, async (folder) => {
    say('Kafka: Maven downloads it (43 MB, once)')
    const args = ['--batch-mode', '--file', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`]
    const { ok, missing, output } = await run('mvn', args, { cwd: folder, signal })
    if (missing) {
      throw new EngineError(
        'Kafka is downloaded by Maven, and there is no `mvn` on the PATH: install it (Debian: apt-get install maven), or set KAFKA_BROKERS to a running Kafka.',
      )
    }
    if (!ok) throw downloadFailed('Kafka', 'the Maven registry', 'KAFKA_BROKERS', output)
  })
}

async function format(java: string, jars: string, folder: string, data: string, signal: AbortSignal): Promise<void> {
  // Formatted under another name and renamed: data that is there is whole.
  const unfinished = join(folder, 'unfinished')
  const settings = join(folder, 'format.properties')
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(settings, properties([1, 2], unfinished))
  const args = [quiet, '-cp', jars, 'kafka.tools.StorageTool', 'format', '-t', clusterId(), '-c', settings]
  const { ok, output } = await run(java, args, { cwd: folder, signal })
  if (!ok) throw new EngineError(`Kafka's data folder ${data} could not be made: ${output.trim().slice(-300)}`)
  renameSync(unfinished, data)
}

/** Kafka's own form of a UUID. One that begins with a dash would be taken for an option. */
function clusterId(): string {
  const id = randomBytes(16).toString('base64url')
  return id.startsWith('-') ? clusterId() : id
}

function checkData(data: string): void {
  const file = join(data, 'meta.properties')
  if (!existsSync(file)) throw damaged('Kafka', data, 'meta.properties is missing')
  const meta = readFileSync(file, 'utf8')
  const isWhole = /^version=1$/m.test(meta) && /^node\.id=1$/m.test(meta) && /^cluster\.id=[\w-]{22}$/m.test(meta)
  if (!isWhole) throw damaged('Kafka', data, 'meta.properties is broken')
}
