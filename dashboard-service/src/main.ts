import { requireSchema, topicId } from '@rollcall/database'
import { GateDoubt, Ledger } from '@rollcall/ledger'
import {
  Api,
  ATTENDANCE_TOPIC,
  ChangeNotice,
  configOrExit,
  connectMongo,
  connectRedis,
  connectRedisOnce,
  createApp,
  createKafka,
  createLogger,
  createPool,
  createRegistry,
  DeadLetterStore,
  documentRoute,
  endWithProblems,
  Health,
  Lifecycle,
  listen,
  Names,
  operationsRoutes,
  poolMetrics,
  quitRedis,
  startAccess,
  topicState,
} from '@rollcall/platform'
import { accessRoutes } from './access/access-routes.ts'
import { config } from './config.ts'
import { belongsToTheEdge, passToEdge } from './edge-pass.ts'
import { AttendanceConsumer } from './intake/attendance-consumer.ts'
import { ChunkIntake } from './intake/chunk-intake.ts'
import { LiveNotice } from './intake/live-notice.ts'
import { ProgressWatch } from './intake/progress-watch.ts'
import { createMetrics } from './metrics.ts'
import { schoolLifeMetrics } from './schools/school-life-metrics.ts'
import { SchoolQueries } from './schools/school-queries.ts'
import { schoolRoutes } from './schools/school-routes.ts'

const SERVICE = 'dashboard-service'
const settings = configOrExit(config, process.env)
const names = new Names(settings.NAMESPACE)
const log = createLogger(SERVICE, settings.LOG_LEVEL)
const lifecycle = new Lifecycle(log)
const registry = createRegistry(SERVICE)

// Stores.
const pool = createPool(
  names.databaseUrl(settings.DATABASE_URL),
  { max: settings.DATABASE_POOL, service: SERVICE },
  log,
)
poolMetrics(registry, pool)
lifecycle.onStop('postgres', () => pool.end())
await requireSchema(pool)
const redis = connectRedis(settings.REDIS_URL, log)
lifecycle.onStop('redis', () => quitRedis(redis))
const gateRedis = connectRedisOnce(settings.REDIS_URL, log)
lifecycle.onStop('gate redis', () => quitRedis(gateRedis))
const mongo = connectMongo(settings.MONGO_URL)
lifecycle.onStop('mongo', () => mongo.client.close())
const letters = new DeadLetterStore(mongo.db, names)
const ledger = new Ledger(pool, new GateDoubt(gateRedis, names))

// Who may read.
const { sessions, authentication } = await startAccess({ pool, redisUrl: settings.REDIS_URL, names, lifecycle, log })

// From the topic into the ledger.
const kafka = createKafka(settings.KAFKA_BROKERS, SERVICE, log)
const topic = names.topic(ATTENDANCE_TOPIC)
const group = names.group(SERVICE)
const notice = new LiveNotice(redis, names, log)
const watch = new ProgressWatch({ kafka, topic, group, log })
const metrics = createMetrics(registry, watch)
schoolLifeMetrics(registry, pool)
const consumer = new AttendanceConsumer({
  kafka,
  topic,
  group,
  log,
  intake: new ChunkIntake(ledger, letters, await topicId(pool, topic)),
  events: {
    ...metrics,
    chunk: (partition, result, milliseconds) => {
      metrics.chunk(partition, result, milliseconds)
      notice.publish(result.days)
      for (const { code, message, requestId } of result.poison)
        log.error({ partition, code, reason: message, requestId }, 'a dead letter')
    },
    alive: (partition) => watch.alive(partition),
    assigned: (partitions) => watch.assigned(partitions),
  },
})
lifecycle.onStop('consumer', () => consumer.stop())
consumer.start((error) => lifecycle.fail(error, 'the consumer has stopped for good'))
watch.start((error) => lifecycle.fail(error, 'the consumer is stuck'))
lifecycle.onStop('progress watch', () => watch.stop())

// What is asked of us.
const app = createApp(registry, { trustedProxies: settings.TRUSTED_PROXIES })
const health = new Health({
  postgres: () => pool.query('SELECT 1'),
  redis: () => redis.ping(),
  kafka: () => topicState(kafka, topic),
  mongo: () => mongo.db.command({ ping: 1 }),
})
operationsRoutes(app, { authentication, health, registry })
const api = new Api({
  title: 'Rollcall',
  description: 'Who came to school: people, attendance, leave.',
  authentication,
})
api.add(...accessRoutes({ pool, sessions, notice: new ChangeNotice(redis, names, log), log }))
api.add(...schoolRoutes(new SchoolQueries(pool)))
api.add(documentRoute(api))
app.use(api.router())
endWithProblems(app, log)

const edge = settings.ATTENDANCE_URL
const server = await listen(
  (req, res) => (edge && belongsToTheEdge(req) ? passToEdge(edge, req, res) : app(req, res)),
  settings.PORT,
)
lifecycle.onStop('http', () => server.close())
lifecycle.onStop('health', () => {
  health.stopping = true
})
lifecycle.handleSignals()
log.info({ port: server.port }, 'listening')
