import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { waitFor } from '../support/wait-for.ts'

const LAST_CHUNK = '0\r\n\r\n'

/** A connection on which anything can be said, also what no HTTP client would. */
export class RawConnection {
  readonly #socket: Socket
  #heard = ''
  #closed = false

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => {
      this.#heard += text
    })
    // A server that hangs up on nonsense is what some tests are about.
    socket.on('error', () => {})
    for (const event of ['end', 'close'])
      socket.on(event, () => {
        this.#closed = true
      })
  }

  static async open(port: number): Promise<RawConnection> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    await once(socket, 'connect')
    return new RawConnection(socket)
  }

  say(text: string | Uint8Array): this {
    this.#socket.write(text)
    return this
  }

  /** Nothing more will be said; the answer can still be heard. */
  end(): this {
    this.#socket.end()
    return this
  }

  hangUp(): void {
    this.#socket.destroy()
  }

  /** Everything that was heard, once it is so many whole answers, or the server has hung up. */
  async answers(count = 1): Promise<{ status: number; headers: string; body: string }[]> {
    await waitFor('an answer or the end of the connection', () => this.#closed || this.#whole().length >= count)
    this.hangUp()
    return this.#whole()
  }

  #whole() {
    const answers: { status: number; headers: string; body: string }[] = []
    let rest = this.#heard
    for (;;) {
      const end = rest.indexOf('\r\n\r\n')
      if (end < 0) return answers
      const headers = rest.slice(0, end)
      rest = rest.slice(end + 4)
      const length = /^transfer-encoding: chunked/im.test(headers)
        ? rest.indexOf(LAST_CHUNK) + LAST_CHUNK.length
        : Number(/^content-length: (\d+)$/im.exec(headers)?.[1] ?? 0)
      const body = rest.slice(0, length)
      if (body.length < length) return answers
      answers.push({ status: Number(headers.split(' ')[1]), headers, body })
      rest = rest.slice(length)
    }
  }
}
