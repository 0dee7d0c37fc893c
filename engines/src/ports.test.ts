import { createServer } from 'node:net'
import { claimFreePort, claimPort, isPortFree, releasePort } from './ports.ts'

test('no port is given out twice', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, claimFreePort))
  expect(new Set(ports).size).toBe(50)
  ports.forEach(releasePort)
})

test('a claimed port is refused to others until it is released', async () => {
  const port = await claimFreePort()
  expect(await claimPort(port)).toBe(false)
  expect(await isPortFree(port, '127.0.0.1')).toBe(true) // for the engine itself it is free
  releasePort(port)
  expect(await claimPort(port)).toBe(true)
  releasePort(port)
})

test('a port on which something listens is taken', async () => {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as { port: number }
  expect(await claimPort(port)).toBe(false)
  expect(await isPortFree(port)).toBe(false)
  await new Promise((closed) => server.close(closed))
  expect(await claimPort(port)).toBe(true)
  releasePort(port)
})
