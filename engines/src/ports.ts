import { createServer, type Server } from 'node:net'
import { EngineError } from './engine.ts'

// Below the range the kernel takes client ports from: a client that retries a dead port inside that range can end up
// connected to itself, and a restarted engine can find its port taken by somebody's outgoing connection.
const firstPort = 20_000
const lastPort = 32_000

/**
 * Ports that are ours, although nothing of ours may listen on them yet. The claim is a socket on the same port of
 * 127.0.0.2, where nothing else listens: no two processes can hold it, and it goes when its process dies.
 * Where that address does not exist (macOS), only this process is kept from taking a port twice.
 */
const claims = new Map<number, Server | undefined>()

export async function claimPort(port: number): Promise<boolean> {
  if (claims.has(port)) return false
  claims.set(port, undefined)
  const claim = await listen(port, '127.0.0.2')
  if (claim.code === 'EADDRINUSE' || !(await isPortFree(port, '127.0.0.1'))) {
    claim.server?.close()
    claims.delete(port)
    return false
  }
  claim.server?.unref()
  claims.set(port, claim.server)
  return true
}

export function releasePort(port: number): void {
  claims.get(port)?.close()
  claims.delete(port)
}

export async function claimFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const port = firstPort + Math.floor(Math.random() * (lastPort - firstPort))
    if (await claimPort(port)) return port
  }
  throw new EngineError(`No free port was found between ${firstPort} and ${lastPort}: stop what takes them all.`)
}

/** For a service, which listens on every address and may be started again there; as far from clients' ports. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = firstPort - 5_000 + Math.floor(Math.random() * 5_000)
    if (await isPortFree(port)) return port
  }
}

/** Without a host: on every address, as a service listens. */
export async function isPortFree(port: number, host?: string): Promise<boolean> {
  const { server } = await listen(port, host)
  if (!server) return false
  await new Promise((closed) => server.close(closed))
  return true
}

function listen(port: number, host?: string): Promise<{ server?: Server; code?: string }> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve({ code: error.code }))
    server.listen({ port, host, exclusive: true }, () => resolve({ server }))
  })
}
