// @ts-check
/** @import { Answer, AnswerBody, KeptCheckIn, Storage } from './types.d.ts' */
import { mayPass, NoAnswer, post, WrongKey } from './call.js'
import { reasonOf } from './told.js'

const MOST_AT_ONCE = 200
const FIRST_REST_MS = 1_000
const LONGEST_REST_MS = 30_000

/**
 * Sends what is kept, oldest first, for as long as it takes. One is given up only when an answer about it says what became of it.
 */
export class Sender {
  #storage
  #keyOf
  #heard
  #sending = false
  #again = false
  #most = MOST_AT_ONCE
  #restMs = FIRST_REST_MS
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer

  /**
   * @param {Storage} storage
   * @param {() => string | null} keyOf
   * @param {{ answered(key: number, answer: Answer): boolean, away(): void, wrongKey(): void, changed(): void }} heard
   */
  constructor(storage, keyOf, heard) {
    this.#storage = storage
    this.#keyOf = keyOf
    this.#heard = heard
  }

  /** One sending at a time: a person's records must arrive in their order. */
  async send() {
    clearTimeout(this.#timer)
    this.#again = true
    if (this.#sending) return
    this.#sending = true
    try {
      while (this.#again) {
        this.#again = false
        while (await this.#sendSome());
      }
      this.#restMs = FIRST_REST_MS
    } catch (error) {
      if (error instanceof WrongKey) this.#heard.wrongKey()
      else this.#rest(error)
    } finally {
      this.#sending = false
      this.#heard.changed()
    }
  }

  /** @param {unknown} error */
  #rest(error) {
    this.#heard.away()
    this.#timer = setTimeout(() => this.send(), this.#restMs)
    this.#restMs = Math.min(2 * this.#restMs, LONGEST_REST_MS)
    if (!(error instanceof NoAnswer)) throw error
  }

  /** Whether there may be more. */
  async #sendSome() {
    const key = this.#keyOf()
    const kept = key === null ? [] : await this.#storage.oldest(this.#most)
    if (key === null || kept.length === 0) return false
    const answers = await this.#ask(kept, key)
    let open = false
    for (const [at, each] of kept.entries()) {
      const answer = answers[at]
      if (!answer || answer.status === 401 || mayPass(answer.status)) open = true
      else {
        // Whoever still stands here has seen why; else somebody must be told later.
        const isTold = this.#heard.answered(each.key, answer)
        if (isTold || answer.status < 300) await this.#storage.remove(each.key)
        else await this.#storage.refuse(each, reasonOf(answer))
      }
    }
    this.#heard.changed()
    if (open && this.#most > 1) throw new NoAnswer()
    return true
  }

  /**
   * @param {KeptCheckIn[]} kept
   * @param {string} key
   * @returns {Promise<(Answer | undefined)[]>}
   */
  async #ask(kept, key) {
    const [first] = kept
    if (kept.length === 1 && first) {
      this.#most = MOST_AT_ONCE
      const { status, body } = await post('/attendances', key, first.checkIn)
      return [{ status, body: /** @type {AnswerBody} */ (body) }]
    }
    const checkIns = kept.map(({ checkIn }) => checkIn)
    const { status, body } = await post('/attendances/batch', key, checkIns)
    if (status === 207)
      return /** @type {(AnswerBody & { status: number })[]} */ (body).map((each) => ({
        status: each.status,
        body: each,
      }))
    // It says nothing about any one of them: they are asked about one by one.
    this.#most = 1
    return []
  }
}
