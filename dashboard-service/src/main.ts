import { fileURLToPath } from 'node:url'
import { requireSchema, topicId } from '@rollcall/database'
import { GateDoubt, Ledger } from '@rollcall/ledger'
import {
  Api,
  ATTENDANCE_TOPIC,
  apiDocs,
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
  deadLetters,
  endWithProblems,
  Health,
  Lifecycle,
  listen,
  Names,
  operationsDocs,
  operationsRoutes,
  poolMetrics,
  quitRedis,
  startAccess,
  topicState,
} from '@rollcall/platform'
import { accessRoutes } from './access/access-routes.ts'
import { AttendanceList } from './attendance/attendance-list.ts'
import { attendanceRestRoutes } from './attendance/attendance-rest-routes.ts'
import { attendanceRoutes } from './attendance/attendance-routes.ts'
import { DayRecords } from './attendance/day-records.ts'
import { AnswerCache } from './cache/answer-cache.ts'
import { config } from './config.ts'
import { correctionRoutes } from './corrections/correction-routes.ts'
import { Corrections } from './corrections/corrections.ts'
import { PersonDays } from './corrections/person-days.ts'
import { Trail } from './corrections/trail.ts'
import { deadLetterRoutes } from './dead-letters/dead-letter-routes.ts'
import { belongsToTheEdge, passToEdge } from './edge-pass.ts'
import { AttendanceConsumer } from './intake/attendance-consumer.ts'
import { ChunkIntake } from './intake/chunk-intake.ts'
import { LiveNotice } from './intake/live-notice.ts'
import { ProgressWatch } from './intake/progress-watch.ts'
import { leaveRoutes } from './leave/leave-routes.ts'
import { LiveHub } from './live/live-hub.ts'
import { liveRoutes } from './live/live-routes.ts'
import { LiveSnapshots } from './live/live-snapshots.ts'
import { createMetrics } from './metrics.ts'
import { peopleParts } from './people/people-parts.ts'
import { Pipeline } from './pipeline/pipeline.ts'
import { pipelineRoutes } from './pipeline/pipeline-routes.ts'
import { StoredRecords } from './pipeline/stored-records.ts'
import { Aggregate } from './reports/aggregate.ts'
import { aggregateRoutes } from './reports/aggregate-routes.ts'
import { feverRoutes } from './reports/fever-routes.ts'
import { Fevers } from './reports/fevers.ts'
import { InsideList } from './reports/inside.ts'
import { PresenceReader } from './reports/presence.ts'
import { RangeReports } from './reports/range-reports.ts'
import { reportRoutes } from './reports/report-routes.ts'
import { Scopes } from './reports/scope.ts'
import { schoolLifeMetrics } from './schools/school-life-metrics.ts'
import { SchoolQueries } from './schools/school-queries.ts'
import { schoolRoutes } from './schools/school-routes.ts'
import { taskRoutes } from './task-runs/task-routes.ts'
import { TodayQueries } from './today/today-queries.ts'
import { todayRoutes } from './today/today-routes.ts'
import { webRoutes } from './web/web-routes.ts'

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
const doubt = new GateDoubt(gateRedis, names)
const ledger = new Ledger(pool, doubt)

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
const people = peopleParts(pool, new ChangeNotice(redis, names, log), log)
lifecycle.onStop('imports', () => people.stop())
api.add(...people.routes)
const days = new PersonDays(pool)
const corrections = new Corrections({ ledger, days, notice })
api.add(...correctionRoutes({ corrections, days, trail: new Trail(pool) }))
api.add(...attendanceRestRoutes({ records: new DayRecords(pool), corrections, health }))
api.add(...attendanceRoutes(new AttendanceList(pool), corrections))
const cacheRedis = connectRedisOnce(settings.CACHE_REDIS_URL ?? settings.REDIS_URL, log)
lifecycle.onStop('cache', () => quitRedis(cacheRedis))
const reading = { pool, presence: new PresenceReader(pool), cache: new AnswerCache(cacheRedis, names, log) }
const scopes = new Scopes(pool)
api.add(...aggregateRoutes({ aggregate: new Aggregate(reading), scopes }))
api.add(...reportRoutes({ reports: new RangeReports(reading), inside: new InsideList(pool), scopes }))
api.add(...feverRoutes({ fevers: new Fevers(pool), ledger, scopes }))
const subscriber = connectRedis(settings.REDIS_URL, log)
lifecycle.onStop('live notices', () => quitRedis(subscriber))
const live = new LiveHub({ snapshots: new LiveSnapshots(pool), subscriber, names, log })
live.start()
api.add(...liveRoutes(live, scopes))
api.add(...leaveRoutes(pool, settings))
api.add(...todayRoutes(new TodayQueries(pool)))
const stored = new StoredRecords(pool, log)
stored.start()
lifecycle.onStop('stored records', () => stored.stop())
api.add(...pipelineRoutes(new Pipeline({ watch, stored, letters, redis: gateRedis, names, health, log })))
api.add(...deadLetterRoutes({ letters: deadLetters(mongo.db, names), store: letters, pool, doubt }))
api.add(...taskRoutes(pool))
apiDocs(app, api.document(operationsDocs))
app.use(webRoutes(fileURLToPath(new URL('../web/dist', import.meta.url))))
app.use(api.router())
endWithProblems(app, log)

const edge = settings.ATTENDANCE_URL
const server = await listen(
  (req, res) => (edge && belongsToTheEdge(req) ? passToEdge(edge, req, res) : app(req, res)),
  settings.PORT,
)
lifecycle.onStop('http', () => server.close())
// Before http: it waits for every request under way, and these would never end.
lifecycle.onStop('live streams', () => live.stop())
lifecycle.onStop('health', () => {
  health.stopping = true
})
lifecycle.handleSignals()
log.info({ port: server.port }, 'listening')
