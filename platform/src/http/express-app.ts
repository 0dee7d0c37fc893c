import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import type { Registry } from 'prom-client'
import type { Logger } from '../log/logger.ts'
import { requestMetrics } from '../metrics/request-metrics.ts'
import { isMongoAway } from '../mongo/mongo.ts'
import { isPostgresAway } from '../postgres/postgres.ts'
import { Problem, problems, writeProblem } from './problem.ts'
import { requestIdOf } from './request-id.ts'

/** An Express app as every service has it: a request id, no header that tells what it is made of, its answers counted where that is asked for. */
export function createApp(registry?: Registry, { trustedProxies = [] }: { trustedProxies?: string[] } = {}): Express {
  const app = express()
  // Only what these say of a client's address and of TLS is believed.
  app.set('trust proxy', trustedProxies)
  app.disable('x-powered-by')
  app.set('etag', false)
  app.use((req: Request, res: Response, next: NextFunction) => {
    res.locals.requestId = requestIdOf(req)
    // Now: of a request whose body broke off it can't be asked any more.
    res.locals.address = plainAddress(req.ip)
    res.setHeader('x-request-id', res.locals.requestId)
    res.setHeader('x-content-type-options', 'nosniff')
    next()
  })
  if (registry) app.use(requestMetrics(registry))
  return app
}

/** Added last: what nobody answered is a 404, what was thrown becomes its problem, anything else a blank 500. */
export function endWithProblems(app: Express, log: Logger): void {
  app.use(() => {
    throw problems.notFound('address')
  })
  // Express knows an error handler by its four parameters.
  app.use((error: unknown, req: Request, res: Response, _next: NextFunction) => {
    const problem = problemOf(error)
    const { requestId } = res.locals
    const request = { requestId, method: req.method, path: req.path }
    if (problem.status === 500) log.error({ err: error, ...request }, 'request failed')
    else if (problem.status < 500)
      log.info(
        { ...request, status: problem.status, type: problem.type, address: res.locals.address },
        'request refused',
      )
    if (res.headersSent) res.destroy()
    else writeProblem(res, problem, requestId)
  })
}

/** An IPv4 address as people write it, also where the socket speaks both. */
const plainAddress = (address: string | undefined): string => address?.replace(/^::ffff:(?=\d+\.)/i, '') ?? 'unknown'

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (isPostgresAway(error)) return problems.unavailable('The database does not answer')
  if (isMongoAway(error)) return problems.unavailable('The store of dead letters does not answer')
  // What Express itself throws for a broken address or body carries the status that it should have.
  const status = (error as { status?: unknown } | null)?.status
  if (status === 413) return problems.tooLarge('what the documentation says')
  if (status === 415) return problems.unsupportedType('application/json in UTF-8')
  if (typeof status === 'number' && status >= 400 && status < 500) return problems.malformed('Not a valid request')
  return problems.internal()
}
