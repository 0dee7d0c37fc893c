import type { Express } from 'express'
import type { Registry } from 'prom-client'
import { requireToken } from '../access/authenticate.ts'
import type { TokenDirectory } from '../access/token-directory.ts'
import { type Health, healthDetailRoute, healthRoute } from '../health/health.ts'
import { dependencyMetrics } from '../metrics/dependency-metrics.ts'
import { metricsRoute } from '../metrics/metrics.ts'

/** What every service tells whoever runs it: /health to everybody, /health/detail and /metrics to API tokens. */
export function operationsRoutes(
  app: Express,
  parts: { tokens: TokenDirectory; health: Health; registry: Registry },
): void {
  healthRoute(app, parts.health)
  app.use(['/metrics', '/health/detail'], requireToken(parts.tokens, 'api'))
  healthDetailRoute(app, parts.health)
  dependencyMetrics(parts.registry, parts.health)
  metricsRoute(app, parts.registry)
}
