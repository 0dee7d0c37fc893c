import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, Server as NetServer } from 'node:net'

/** While closing, connections are cut that are idle at this beat. */
const IDLE_FOR_MS = 250

export interface ListeningServer {
  readonly server: Server
  readonly port: number
  /** Takes no new connection, lets every request under way finish, then closes. */
  close(): Promise<void>
}

export async function listen(handler: RequestListener, port: number, host?: string): Promise<ListeningServer> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 }, handler)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, backlog: 4096 }, resolve)
  })
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
