import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { eventId } from '@rollcall/domain'
import {
  fieldErrors,
  type Logger,
  Problem,
  problems,
  requestIdOf,
  type Token,
  type TokenDirectory,
  writeProblem,
} from '@rollcall/platform'
import type { Admission, AdmittedCheckIn } from './admission.ts'
import { readJson } from './body.ts'
import { checkIn, MOST_IN_A_BATCH } from './check-in.ts'
import type { RateLimit } from './rate-limit.ts'
import type { Outcome, Recorder } from './recorder.ts'

const SINGLE_AT_MOST = 16_384
const BATCH_AT_MOST = 1_048_576

interface Answer {
  readonly status: 200 | 201
  readonly body: Record<string, unknown>
}

export interface CheckInMetrics {
  answered(route: 'single' | 'batch', status: number): void
  outcome(outcome: string): void
}

/**
 * The two calls that carry the load. They stand beside Express, not in it: it would cost more than everything else that a
 * check-in needs (docs/adr/0002).
 */
export class CheckInRoutes {
  readonly #tokens: TokenDirectory
  readonly #limits: RateLimit
  readonly #admission: Admission
  readonly #recorder: Recorder
  readonly #metrics: CheckInMetrics
  readonly #log: Logger

  constructor(parts: {
    tokens: TokenDirectory
    limits: RateLimit
    admission: Admission
    recorder: Recorder
    metrics: CheckInMetrics
    log: Logger
  }) {
    this.#tokens = parts.tokens
    this.#limits = parts.limits
    this.#admission = parts.admission
    this.#recorder = parts.recorder
    this.#metrics = parts.metrics
    this.#log = parts.log
  }

  /** Answers the two calls; everything else goes on to the other routes. */
  before(others: RequestListener): RequestListener {
    return (req, res) => {
      const path = req.url?.split('?', 1)[0]
      // Where the attendance API has it: other methods there are dashboard-service's.
      if (path === '/attendances' || path === '/api/attendances') void this.#answer(req, res, 'single', this.#single)
      else if (path === '/attendances/batch') void this.#answer(req, res, 'batch', this.#batch)
      else others(req, res)
    }
  }

  async #answer(
    req: IncomingMessage,
    res: ServerResponse,
    route: 'single' | 'batch',
    work: (req: IncomingMessage, token: Token, requestId: string) => Promise<{ status: number; body: unknown }>,
  ): Promise<void> {
    const requestId = requestIdOf(req)
    try {
      if (req.method !== 'POST') {
        res.setHeader('allow', 'POST')
        throw problems.methodNotAllowed('POST')
      }
      const { status, body } = await work(req, this.#caller(req), requestId)
      const text = JSON.stringify(body)
      res.writeHead(status, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        'x-request-id': requestId,
      })
      res.end(text)
      this.#metrics.answered(route, status)
    } catch (error) {
      const problem = this.#problemOf(error, requestId)
      writeProblem(res, problem, requestId)
      this.#metrics.answered(route, problem.status)
    }
  }

  #caller(req: IncomingMessage): Token {
    const token = this.#tokens.authenticate(req.headers.authorization)
    if (!token) throw problems.unauthorized()
    if (!this.#limits.take(token, performance.now())) throw problems.tooMany()
    return token
  }

  #single = async (req: IncomingMessage, token: Token, requestId: string): Promise<Answer> =>
    this.#record(await readJson(req, SINGLE_AT_MOST), token, requestId)

  #batch = async (req: IncomingMessage, token: Token, requestId: string) => {
    const body = await readJson(req, BATCH_AT_MOST)
    if (!Array.isArray(body)) throw problems.malformed('The body is not an array of check-ins')
    if (body.length === 0) throw problems.malformed('The array is empty')
    if (body.length > MOST_IN_A_BATCH) throw problems.tooLarge(`${MOST_IN_A_BATCH} check-ins in a batch`)
    const results = await Promise.all(body.map((each) => this.#result(each, token, requestId)))
    return { status: 207, body: results }
  }

  async #result(body: unknown, token: Token, requestId: string): Promise<Record<string, unknown>> {
    try {
      const answer = await this.#record(body, token, requestId)
      return { status: answer.status, ...answer.body }
    } catch (error) {
      return this.#problemOf(error, requestId).body()
    }
  }

  async #record(body: unknown, token: Token, requestId: string): Promise<Answer> {
    const parsed = checkIn.safeParse(body)
    if (!parsed.success) throw problems.invalid(fieldErrors(parsed.error.issues))
    const entering = this.#admission.admit(parsed.data, token, Date.now(), requestId)
    // An await costs a turn of the loop; nearly always there is nothing to wait for.
    const admitted = entering instanceof Promise ? await entering : entering
    const outcome = await this.#recorder.record(admitted)
    this.#metrics.outcome(outcome.kind)
    return answerOf(admitted, outcome)
  }

  #problemOf(error: unknown, requestId: string): Problem {
    if (error instanceof Problem) return error
    this.#log.error({ err: error, requestId }, 'a check-in failed')
    return problems.internal()
  }
}

function answerOf(checkIn: AdmittedCheckIn, outcome: Outcome): Answer {
  if (outcome.kind === 'refused') throw notCheckedIn()
  const { userId, schoolId, type, day } = checkIn
  const at = outcome.kind === 'repeat' ? outcome.of : checkIn.at
  return {
    status: outcome.kind === 'repeat' ? 200 : 201,
    body: {
      id: eventId(userId, type, at),
      userId,
      schoolId,
      type,
      timestamp: new Date(at).toISOString(),
      localDate: day.date,
      duplicate: outcome.kind === 'repeat',
    },
  }
}

const notCheckedIn = () => new Problem(409, 'not-checked-in', 'This person has not checked in that day')
