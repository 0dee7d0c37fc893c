import { fileURLToPath } from 'node:url'
import { requireSchema } from '@rollcall/database'
import {
  ATTENDANCE_TOPIC,
  apiDocs,
  configOrExit,
  connectRedisOnce,
  createApp,
  createKafka,
  createLogger,
  createPool,
  createRegistry,
  endWithProblems,
  Health,
  Lifecycle,
  listen,
  Names,
  operationsRoutes,
  Publisher,
  poolMetrics,
  quitRedis,
  readyRedis,
  startAccess,
  topicState,
} from '@rollcall/platform'
import { Admission } from './check-ins/admission.ts'
import { CheckInRoutes } from './check-ins/check-in-routes.ts'
import { RateLimit } from './check-ins/rate-limit.ts'
import { CheckInBatches } from './check-ins/record-batch.ts'
import { Recorder } from './check-ins/recorder.ts'
import { config } from './config.ts'
import { document } from './document.ts'
import { CheckInGate } from './gate/check-in-gate.ts'
import { isFirstOpening } from './gate/first-opening.ts'
import { imageRoutes } from './images/image-routes.ts'
import { ImageStore } from './images/image-store.ts'
import { kioskRoutes } from './kiosk/kiosk-routes.ts'
import { createGateMetrics, createMetrics, createRosterMetrics } from './metrics.ts'
import { Roster } from './roster/roster.ts'
import { RosterQueries } from './roster/roster-queries.ts'

const SERVICE = 'attendance-service'
const settings = configOrExit(config, process.env)
const names = new Names(settings.NAMESPACE)
const log = createLogger(SERVICE, settings.LOG_LEVEL)
const lifecycle = new Lifecycle(log)
const registry = createRegistry(SERVICE)

// Postgres: people, schools and keys, read into memory and kept there.
const pool = createPool(
  names.databaseUrl(settings.DATABASE_URL),
  { max: settings.DATABASE_POOL, service: SERVICE },
  log,
)
poolMetrics(registry, pool)
lifecycle.onStop('postgres', () => pool.end())
await requireSchema(pool)
const { tokens, authentication, changes } = await startAccess({
  pool,
  redisUrl: settings.REDIS_URL,
  names,
  lifecycle,
  log,
})
const rosterMetrics = createRosterMetrics(registry, () => roster)
const roster: Roster = new Roster(new RosterQueries(pool), log, rosterMetrics)
// Before it reads for the first time: what changes from then on is told.
changes.listen(roster)
await roster.start()
lifecycle.onStop('roster', () => roster.stop())

// Redis: the gate. Kafka: where a check-in becomes durable.
const redis = connectRedisOnce(settings.REDIS_URL, log)
lifecycle.onStop('redis', () => quitRedis(redis))
const kafka = createKafka(settings.KAFKA_BROKERS, SERVICE, log)
const topic = names.topic(ATTENDANCE_TOPIC)
const { partitions } = await topicState(kafka, topic)
const publisher = new Publisher(kafka, topic)
await publisher.connect()
lifecycle.onStop('kafka', () => publisher.disconnect())
const neverRecorded = async () => (await isFirstOpening(pool, topic)) && (await topicState(kafka, topic)).neverWritten
const gate = new CheckInGate(redis, names, neverRecorded, log, { events: createGateMetrics(registry) })
await readyRedis(redis)
  .then(() => gate.prepare())
  .catch((error) => log.warn({ err: error }, 'the gate is not ready; check-ins wait for Redis'))
lifecycle.onStop('gate', () => gate.sendMarks())
// Whatever became of that: once an instance takes check-ins, no later one may believe that there were none before.
await isFirstOpening(pool, topic)

// The way of a check-in.
const metrics = createMetrics(registry, () => recorder.held)
const batches = new CheckInBatches(gate, publisher, partitions, metrics, log)
const recorder = new Recorder(batches.record, metrics)
lifecycle.onStop('recorder', () => recorder.stop())
const checkIns = new CheckInRoutes({
  tokens,
  limits: new RateLimit(),
  admission: new Admission(roster),
  recorder,
  metrics,
  log,
})

// Everything else.
const app = createApp(registry)
const images = new ImageStore(settings.IMAGE_DIR)
await images.prepare().catch((error) => log.error({ err: error }, 'pictures cannot be stored'))
const health = new Health({
  postgres: () => pool.query('SELECT 1'),
  redis: () => redis.ping(),
  kafka: () => topicState(kafka, topic),
})
operationsRoutes(app, { authentication, health, registry })
apiDocs(app, document)
app.use(imageRoutes({ images, tokens, authentication, log }))
app.use(kioskRoutes(fileURLToPath(new URL('../kiosk', import.meta.url))))
endWithProblems(app, log)

const server = await listen(checkIns.before(app), settings.PORT)
lifecycle.onStop('http', () => server.close())
lifecycle.onStop('health', () => {
  health.stopping = true
})
lifecycle.handleSignals()
log.info({ port: server.port }, 'listening')
