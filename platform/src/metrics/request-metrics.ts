import type { Request, RequestHandler } from 'express'
import { Counter, Histogram, type Registry } from 'prom-client'

const REQUESTS = 'rollcall_requests_total'
/** Of what was answered before a route was reached: no valid key, no such address, a file. */
const NO_ROUTE = 'other'
/** No service has as many. Should an id ever get into a pattern, the series end here and not with the memory. */
const MOST_ROUTES = 300
/** What no client waited for to the end. */
const GONE = 499

type RequestCounter = Counter<'route' | 'status'>

/** The one series of answered requests, for Express and for whatever stands beside it. */
export function requestCounter(registry: Registry): RequestCounter {
  const known = registry.getSingleMetric(REQUESTS)
  if (known) return known as RequestCounter
  return new Counter({
    name: REQUESTS,
    help: 'Requests answered, by route (its pattern, never an address) and status',
    labelNames: ['route', 'status'],
    registers: [registry],
  })
}

/** Counts and times what an Express app answers. */
export function requestMetrics(registry: Registry): RequestHandler {
  const requests = requestCounter(registry)
  const seconds = new Histogram({
    name: 'rollcall_request_seconds',
    help: 'Time to answer a request, check-ins apart',
    labelNames: ['route'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  const routes = new Set<string>()
  return (req, res, next) => {
    const start = performance.now()
    res.once('close', () => {
      let route = routeOf(req)
      if (routes.size < MOST_ROUTES) routes.add(route)
      else if (!routes.has(route)) route = NO_ROUTE
      requests.inc({ route, status: res.headersSent ? res.statusCode : GONE })
      seconds.observe({ route }, (performance.now() - start) / 1_000)
    })
    next()
  }
}

/** "GET /api/schools/:id". */
function routeOf(req: Request): string {
  if (req.route === undefined) return NO_ROUTE
  const pattern = String(req.route.path)
  return `${req.method} ${mountOf(req, pattern)}${pattern === '/' ? '' : pattern}`
}

/** Where the route's router is mounted. Express forgets it on the way to the error handler: then the address has to tell. */
function mountOf(req: Request, pattern: string): string {
  const mount = req.baseUrl || addressBefore(req, pattern)
  // A router below an id is mounted on the id itself.
  return mount.replaceAll(/\/(\d+|[^/]{24,})(?=\/|$)/g, '/:id')
}

function addressBefore(req: Request, pattern: string): string {
  if (!/^(\/:?[\w.-]+)*\/?$/.test(pattern)) return ''
  const segments = (path: string) => path.split('/').filter((segment) => segment !== '')
  const address = segments(req.originalUrl.split('?', 1)[0] ?? '')
  const before = address.slice(0, Math.max(0, address.length - segments(pattern).length))
  return before.map((segment) => `/${segment}`).join('')
}
