import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'

export interface Answer {
  readonly ms: number
  /** hit, miss or bypass; undefined where nothing is ever kept. */
  readonly cache: string | undefined
}

/** Reads on kept connections, and takes the time until the last byte is here. */
export class Asker {
  readonly #agent: Agent
  readonly #url: string
  readonly #headers: Record<string, string>

  constructor(url: string, key: string, connections: number) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections })
    this.#url = url
    this.#headers = { authorization: `Bearer ${key}` }
  }

  async ask(path: string): Promise<Answer> {
    const start = performance.now()
    const call = request(this.#url + path, { agent: this.#agent, headers: this.#headers })
    call.end()
    const [answer] = await once(call, 'response')
    if (answer.statusCode !== 200)
      throw new Error(`${path} was answered with ${answer.statusCode}: ${await text(answer)}`)
    answer.resume()
    await once(answer, 'end')
    const ms = performance.now() - start
    const cache = answer.headers['x-cache']
    return { ms, cache: typeof cache === 'string' ? cache : undefined }
  }

  close(): void {
    this.#agent.destroy()
  }
}
