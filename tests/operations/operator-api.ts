import type { System } from '../support/system.ts'

export interface Said {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly body: any
  readonly etag: string
}

/** The calls of operations, as somebody with an API token of the district makes them. */
export class OperatorApi {
  readonly #system: System
  readonly #service: { readonly url: string }

  constructor(system: System, service: { readonly url: string }) {
    this.#system = system
    this.#service = service
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Said> {
    const answer = await fetch(this.#service.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.#system.apiToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: await answer.json(), etag: answer.headers.get('etag') ?? '' }
  }

  get = async (path: string) => (await this.ask('GET', path)).body.data
}
