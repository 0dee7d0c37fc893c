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

  #single = async (req: IncomingMessage, token: Token, requestId: string): Promise<Answer> => {
    const body = await readJson(req, SINGLE_AT_MOST)
    return new Promise((resolve, reject) => {
      this.#record(body, token, requestId, (result) => (result instanceof Error ? reject(result) : resolve(result)))
    })
  }

  #batch = async (req: IncomingMessage, token: Token, requestId: string) => {
    const body = await readJson(req, BATCH_AT_MOST)
    if (!Array.isArray(body)) throw problems.malformed('The body is not an array of check-ins')
    if (body.length === 0) throw problems.malformed('The array is empty')
    if (body.length > MOST_IN_A_BATCH) throw problems.tooLarge(`${MOST_IN_A_BATCH} check-ins in a batch`)
    const results: unknown[] = new Array(body.length)
    await new Promise<void>((resolve) => {
      let left = body.length
      for (const [index, each] of body.entries())
        this.#record(each, token, requestId, (result) => {
          results[index] =
            result instanceof Error
              ? this.#problemOf(result, requestId).body()
              : { status: result.status, ...result.body }
          left -= 1
          if (left === 0) resolve()
        })
    })
    return { status: 207, body: results }
  }

  #record(body: unknown, token: Token, requestId: string, settle: (result: Answer | Error) => void): void {
    let entering: AdmittedCheckIn | Promise<AdmittedCheckIn>
    try {
      entering = this.#admit(body, token, requestId)
    } catch (error) {
      settle(error as Error)
      return
    }
    // Nearly always there is nothing to wait for.
    if (entering instanceof Promise) entering.then((admitted) => this.#take(admitted, settle), settle)
    else this.#take(entering, settle)
  }

  #admit(body: unknown, token: Token, requestId: string): AdmittedCheckIn | Promise<AdmittedCheckIn> {
    const parsed = checkIn.safeParse(body)
    if (!parsed.success) throw problems.invalid(fieldErrors(parsed.error.issues))
    return this.#admission.admit(parsed.data, token, Date.now(), requestId)
  }

  #take(checkIn: AdmittedCheckIn, settle: (result: Answer | Error) => void): void {
    this.#recorder.take(checkIn, (outcome) => {
      if (outcome instanceof Error) settle(outcome)
      else {
        this.#metrics.outcome(outcome.kind)
        settle(outcome.kind === 'refused' ? notCheckedIn() : answerOf(checkIn, outcome))
      }
    })
  }

  #problemOf(error: unknown, requestId: string): Problem {
    if (error instanceof Problem) return error
    this.#log.error({ err: error, requestId }, 'a check-in failed')
    return problems.internal()
  }
}

function answerOf(checkIn: AdmittedCheckIn, outcome: Exclude<Outcome, { kind: 'refused' }>): Answer {
  const { userId, schoolId, type, day, record } = checkIn
  const repeatOf = outcome.kind === 'repeat' ? outcome.of : undefined
  return {
    status: repeatOf === undefined ? 201 : 200,
    body: {
      id: repeatOf === undefined ? record.id : eventId(userId, type, repeatOf),
      userId,
      schoolId,
      type,
      timestamp: repeatOf === undefined ? record.at : new Date(repeatOf).toISOString(),
      localDate: day.date,
      duplicate: repeatOf !== undefined,
    },
  }
}

const notCheckedIn = () => new Problem(409, 'not-checked-in', 'This person has not checked in that day')
