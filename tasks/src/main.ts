import { requireSchema } from '@rollcall/database'
import {
  configOrExit,
  createApp,
  createLogger,
  createRegistry,
  endWithProblems,
  Health,
  Lifecycle,
  listen,
  operationsRoutes,
  poolMetrics,
  startAccess,
  topicState,
} from '@rollcall/platform'
import { config } from './config.ts'
import { createMetrics } from './metrics.ts'
import { createParts } from './parts.ts'
import { RunStore } from './runs/run-store.ts'
import { Schedule } from './runs/schedule.ts'
import { TaskRunner } from './runs/task-runner.ts'

const SERVICE = 'tasks'
const settings = configOrExit(config, process.env)
const log = createLogger(SERVICE, settings.LOG_LEVEL)
const lifecycle = new Lifecycle(log)
const registry = createRegistry(SERVICE)
const { names, pool, redis, mongo, kafka, topic, letters, tasks } = await createParts(settings, lifecycle, log)
poolMetrics(registry, pool)
await requireSchema(pool)

// The work, by the clock and on request.
const runs = new RunStore(pool)
await runs.announce(tasks)
const runner = new TaskRunner(tasks, runs, createMetrics(registry, { letters, runs, tasks }), log)
const schedule = new Schedule(tasks, runner, pool, log)
schedule.start()
lifecycle.onStop('runs under way', () => runner.stop())
lifecycle.onStop('schedule', () => schedule.stop())

// What is asked of us.
const { authentication } = await startAccess({ pool, redisUrl: settings.REDIS_URL, names, lifecycle, log })
const app = createApp(registry)
const health = new Health({
  postgres: () => pool.query('SELECT 1'),
  redis: () => redis.ping(),
  kafka: () => topicState(kafka, topic),
  mongo: () => mongo.db.command({ ping: 1 }),
})
operationsRoutes(app, { authentication, health, registry })
endWithProblems(app, log)

const server = await listen(app, settings.PORT)
lifecycle.onStop('http', () => server.close())
lifecycle.onStop('health', () => {
  health.stopping = true
})
lifecycle.handleSignals()
log.info({ port: server.port }, 'listening')
