import { createServer, type RequestListener } from 'node:http'

/** Listens where it is told, and ends in a way that lets node write a profile. */
export function serve(listener: RequestListener, stop: () => Promise<void> = async () => {}): void {
  createServer({ keepAliveTimeout: 65_000 }, listener).listen({ port: Number(process.env.PORT), backlog: 4096 })
  process.on('SIGTERM', () => void stop().finally(() => process.exit()))
}

/** Without it there is nothing to run against. */
export function required(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set`)
  return value
}
