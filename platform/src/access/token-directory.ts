import type { Change, ChangeListener } from '../changes/change-feed.ts'
import type { Logger } from '../log/logger.ts'
import { bearerOf, hashSecret, type Token } from './token.ts'
import type { TokenStore } from './token-store.ts'

const TOUCH_EVERY_MS = 60_000
/** Headers seen are remembered, so that a check-in costs no hash; wrong ones too, but not for ever. */
const MOST_HEADERS = 50_000

/** The valid tokens, kept in memory, so that a check-in asks nobody. A revoked one is forgotten as soon as the feed tells. */
export class TokenDirectory implements ChangeListener {
  readonly #store: TokenStore
  readonly #log: Logger
  #byHash = new Map<string, Token>()
  #byHeader = new Map<string, Token | null>()
  readonly #used = new Set<number>()
  #reading: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  constructor(store: TokenStore, log: Logger) {
    this.#store = store
    this.#log = log
  }

  async start(): Promise<void> {
    await this.startOver()
    this.#timer = setInterval(() => void this.#touch(), TOUCH_EVERY_MS)
    this.#timer.unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#touch()
  }

  /** The token of an Authorization header; undefined when it is none, or not valid. */
  authenticate(header: string | undefined): Token | undefined {
    if (header === undefined) return undefined
    let token = this.#byHeader.get(header)
    if (token === undefined) {
      const secret = bearerOf(header)
      token = (secret && this.#byHash.get(hashSecret(secret).toString('base64'))) || null
      if (this.#byHeader.size >= MOST_HEADERS) this.#byHeader.clear()
      this.#byHeader.set(header, token)
    }
    if (token === null) return undefined
    this.#used.add(token.id)
    return token
  }

  async changed(changes: readonly Change[]): Promise<void> {
    if (changes.some((change) => change.what === 'token')) await this.startOver()
  }

  /** One read after the other: an older one that ends last would bring a revoked token back. */
  startOver(): Promise<void> {
    const read = this.#reading.then(() => this.#read())
    // Its own caller is told of a failure; the next read begins all the same.
    this.#reading = read.catch(() => undefined)
    return read
  }

  async #read(): Promise<void> {
    this.#byHash = await this.#store.allByHash()
    this.#byHeader = new Map()
  }

  async #touch(): Promise<void> {
    if (this.#used.size === 0) return
    const ids = [...this.#used]
    this.#used.clear()
    try {
      await this.#store.touch(ids, new Date())
    } catch (error) {
      for (const id of ids) this.#used.add(id)
      this.#log.warn({ err: error }, 'could not note when keys were last used; trying again')
    }
  }
}
