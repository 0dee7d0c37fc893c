import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import type { Place, Recipe } from './engine.ts'
import { findRedis } from './redis-binary.ts'

export function redis({ folder, ports, say }: Place): Recipe {
  const url = `redis://127.0.0.1:${ports[0]}`
  return {
    title: 'Redis',
    url,
    stopSignal: 'SIGTERM',
    async prepare(signal) {
      const { file, env } = await findRedis(signal, say)
      mkdirSync(folder, { recursive: true })
      const settings = {
        port: String(ports[0]),
        bind: '127.0.0.1',
        dir: folder,
        // Nothing in Redis has to outlive it: the gate begins a new epoch.
        save: '',
        appendonly: 'no',
        maxmemory: '1gb',
        // The gate's keys must never be thrown away to make room.
        'maxmemory-policy': 'noeviction',
      }
      const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
      return { file, args, cwd: folder, env: { ...process.env, ...env } }
    },
    ready: () => pingRedis(url),
  }
}

export function pingRedis(url: string): Promise<void> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port || 6379), hostname)
    const fail = (reason: string) => socket.destroy(new Error(reason))
    socket.setTimeout(2000, () => fail('no answer'))
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed without an answer')))
    socket.once('connect', () => socket.write('PING\r\n'))
    socket.once('data', (answer) => {
      // -NOAUTH is an answer too: it is up. -LOADING is not.
      if (/^(\+PONG|-NOAUTH)/.test(String(answer))) resolve()
      fail(String(answer))
    })
  })
}
