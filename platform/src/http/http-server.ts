import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

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
    close: () =>
      new Promise((resolve, reject) => {
        closing = true
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeIdleConnections()
      }),
  }
}
