import { connect, type Socket } from 'node:net'

export interface RawAnswer {
  readonly status: number
  readonly body: string
}

/** The connection ended before the answer did: nobody knows what became of the request. */
export class LineBroken extends Error {}

const HEAD_END = '\r\n\r\n'
const LENGTH = 'content-length: '

/**
 * One kept connection to attendance-service with one request at a time, and just as much HTTP as its answers need. A client
 * library would take more of the two cores than the edge itself, and be what is measured.
 */
export class Line {
  readonly #host: string
  readonly #port: number
  readonly #head: string
  readonly #chunks: Buffer[] = []
  #received = 0
  /** Of head and body together, once the head is there. */
  #expected = 0
  #bodyAt = 0
  #socket: Socket | undefined
  #settle: { resolve: (answer: RawAnswer) => void; reject: (error: Error) => void } | undefined

  constructor(url: string, key: string) {
    const { hostname, port } = new URL(url)
    this.#host = hostname === 'localhost' ? '127.0.0.1' : hostname
    this.#port = Number(port)
    this.#head =
      ` HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${key}\r\n` +
      'content-type: application/json\r\ncontent-length: '
  }

  /** `body` has ASCII characters only. */
  post(path: string, body: string): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
      this.#socket ??= this.#open()
      this.#socket.write(`POST ${path}${this.#head}${body.length}${HEAD_END}${body}`, 'latin1')
    })
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }

  #open(): Socket {
    const socket = connect({ host: this.#host, port: this.#port, noDelay: true })
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('error', () => {}) // 'close' follows
    socket.on('close', () => this.#broken(socket))
    return socket
  }

  #broken(socket: Socket): void {
    if (this.#socket === socket) this.#socket = undefined
    this.#forget()
    const settle = this.#settle
    this.#settle = undefined
    settle?.reject(new LineBroken('the connection ended'))
  }

  #forget(): void {
    this.#chunks.length = 0
    this.#received = this.#expected = 0
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#received += chunk.length
    if (this.#expected === 0 && !this.#readHead()) return
    if (this.#received < this.#expected) return
    const whole = this.#whole()
    const status = Number(whole.toString('latin1', 9, 12))
    const body = whole.toString('utf8', this.#bodyAt, this.#expected)
    this.#forget()
    const settle = this.#settle
    this.#settle = undefined
    settle?.resolve({ status, body })
  }

  #readHead(): boolean {
    const head = this.#whole().toString('latin1', 0, Math.min(this.#received, 4_096))
    const end = head.indexOf(HEAD_END)
    if (end < 0) return false
    const at = head.indexOf(LENGTH)
    if (at < 0 || at > end) {
      this.#socket?.destroy() // nothing that attendance-service says
      return false
    }
    this.#bodyAt = end + HEAD_END.length
    this.#expected = this.#bodyAt + Number.parseInt(head.slice(at + LENGTH.length), 10)
    return true
  }

  #whole(): Buffer {
    const [first] = this.#chunks
    if (first && this.#chunks.length === 1) return first
    const whole = Buffer.concat(this.#chunks, this.#received)
    this.#chunks.splice(0, this.#chunks.length, whole)
    return whole
  }
}
