import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, Server as NetServer } from 'node:net'
import type { Duplex } from 'node:stream'
import { Problem, problems } from './problem.ts'

/** While closing, connections are cut that are idle at this beat. */
const IDLE_FOR_MS = 250

export interface ListeningServer {
  readonly server: Server
  readonly port: number
  /** Takes no new connection, lets every request under way finish, then closes. */
  close(): Promise<void>
}

/** What node can't read as a request gets a problem too, as far as the connection still takes one. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const [status, problem] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', new Problem(431, 'headers-too-large', 'The headers are too large')]
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', new Problem(408, 'too-slow', 'The request did not arrive in time')]
        : ['400 Bad Request', problems.malformed('This is not HTTP')]
  const body = JSON.stringify(problem.body())
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/problem+json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

export async function listen(handler: RequestListener, port: number, host?: string): Promise<ListeningServer> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 }, handler)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, backlog: 4096 }, resolve)
  })
  server.on('clientError', refuse)
  let closing = false
  // A client that keeps its connection must be told, or it sends the next request into a closing server.
  server.prependListener('request', (_req, res) => {
    if (closing) res.setHeader('connection', 'close')
  })
  return {
    server,
    port: (server.address() as AddressInfo).port,
    close: async () => {
      closing = true
      const closed = once(server, 'close')
      // Not http's own close: it cuts idle connections at once, also one on which a request is just arriving.
      NetServer.prototype.close.call(server)
      const cutIdle = setInterval(() => server.closeIdleConnections(), IDLE_FOR_MS)
      await closed
      clearInterval(cutIdle)
    },
  }
}
