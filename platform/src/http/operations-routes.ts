import type { Express } from 'express'
import type { Registry } from 'prom-client'
import { requireRight } from '../access/authenticate.ts'
import type { Authentication } from '../api/api.ts'
import { type Health, healthDetailRoute, healthRoute } from '../health/health.ts'
import { dependencyMetrics } from '../metrics/dependency-metrics.ts'
import { metricsRoute } from '../metrics/metrics.ts'

/** What every service tells: /health to everybody, /health/detail and /metrics to API tokens of the district and to operators. */
export function operationsRoutes(
  app: Express,
  parts: { authentication: Authentication; health: Health; registry: Registry },
): void {
  healthRoute(app, parts.health)
  app.use(['/metrics', '/health/detail'], requireRight(parts.authentication, 'operations'))
  healthDetailRoute(app, parts.health)
  dependencyMetrics(parts.registry, parts.health)
  metricsRoute(app, parts.registry)
}
