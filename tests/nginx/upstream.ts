import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What an upstream saw of a request. */
export interface Seen {
  readonly upstream: string
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly bytes: number
}

export interface Upstream {
  readonly port: number
  /** Everything that came, oldest first. */
  readonly seen: readonly Seen[]
  /** What it does instead of answering with what it saw; undefined: that again. */
  answer: ((req: IncomingMessage, res: ServerResponse) => void) | undefined
  close(): Promise<void>
}

/** Stands for a service: answers each request with what it saw of it. */
export async function startUpstream(name: string, port = 0): Promise<Upstream> {
  const seen: Seen[] = []
  const server = createServer(async (req, res) => {
    let bytes = 0
    for await (const chunk of req) bytes += chunk.length
    const { method = '', url = '', headers } = req
    const request = { upstream: name, method, url, headers, bytes }
    seen.push(request)
    if (upstream.answer) return upstream.answer(req, res)
    res.setHeader('content-type', 'application/json')
    res.end(JSON.stringify(request))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const upstream: Upstream = {
    port: (server.address() as AddressInfo).port,
    seen,
    answer: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return upstream
}
