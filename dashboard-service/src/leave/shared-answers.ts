const MOST = 200
const KEPT_MS = 5_000

/** Equal questions of one edition share an answer: a hundred screens on one chart ask Postgres once. */
export class SharedAnswers {
  readonly #edition: () => Promise<string>
  readonly #answers = new Map<string, { at: number; answer: Promise<unknown> }>()
  #asking: Promise<unknown> | undefined
  #nextAnswer: Promise<string> | undefined

  constructor(edition: () => Promise<string>) {
    this.#edition = edition
  }

  async get<T>(question: unknown, find: () => Promise<T>): Promise<T> {
    const key = `${await this.#editionFromNow()} ${JSON.stringify(question)}`
    const known = this.#answers.get(key)
    if (known && performance.now() - known.at < KEPT_MS) return known.answer as Promise<T>
    if (this.#answers.size >= MOST) this.#answers.clear()
    const answer = find()
    this.#answers.set(key, { at: performance.now(), answer })
    answer.catch(() => this.#answers.delete(key))
    return answer
  }

  /** As many as come while the edition is being asked for share the next answer: never one that was begun before they came. */
  #editionFromNow(): Promise<string> {
    this.#nextAnswer ??= (this.#asking ?? Promise.resolve()).then(() => {
      this.#nextAnswer = undefined
      const asking = this.#edition()
      this.#asking = asking.catch(() => {})
      return asking
    })
    return this.#nextAnswer
  }
}
