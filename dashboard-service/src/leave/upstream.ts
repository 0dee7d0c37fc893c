import { HrClient, HrFailure, type HrQuery, Problem, problems } from '@rollcall/platform'

/** Whoever asks the same within this time gets the same answer: the HR system is not asked by each of a hundred clients. */
const SHARED_MS = 1_000

/** The HR system's own answers, for whoever was its client. */
export class Upstream {
  readonly #client: HrClient | undefined
  readonly #answers = new Map<string, Promise<Buffer>>()

  constructor(settings: { HR_URL?: string | undefined; HR_TOKEN?: string | undefined }) {
    const { HR_URL: url, HR_TOKEN: token = '' } = settings
    this.#client = url === undefined ? undefined : new HrClient({ url, token })
  }

  require(): HrClient {
    if (!this.#client) throw problems.unavailable('No HR system is configured', 3_600)
    return this.#client
  }

  leaves(query: HrQuery): Promise<Buffer> {
    const client = this.require()
    const key = JSON.stringify(query)
    const known = this.#answers.get(key)
    if (known) return known
    const answer = client.page(query).then(({ body }) => body)
    this.#answers.set(key, answer)
    const forget = () => setTimeout(() => this.#answers.delete(key), SHARED_MS).unref()
    answer.then(forget, () => this.#answers.delete(key))
    return answer
  }
}

/** To a client it matters whether the HR system answered; which failure it was stands beside it. */
export function passOn(error: unknown): never {
  if (!(error instanceof HrFailure)) throw error
  throw hrProblem(error.kind)
}

export function hrProblem(kind: string): Problem {
  const extra = { failure: kind }
  return kind === 'timed-out' || kind === 'unreachable'
    ? new Problem(504, 'hr-no-answer', 'The HR system did not answer', { extra })
    : new Problem(502, 'hr-failed', 'The HR system answered with an error', { extra })
}
