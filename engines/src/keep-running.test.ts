import { once } from 'node:events'
import { pingEngine } from './create-engine.ts'
import { startEngines } from './start-engines.ts'
import { answering } from './testing/answering.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'
import { until } from './testing/until.ts'

const folder = temporaryFolder()
afterAll(folder.remove)

test('what dies is started again on its port, and said so; after stop nothing comes back', async () => {
  const said: string[] = []
  const onMessage = (line: string) => said.push(line)
  const { engines, urls, stop } = await startEngines({ folder: folder.path, only: ['redis'], watch: true, onMessage })
  const first = engines.redis.pid ?? 0
  process.kill(first, 'SIGKILL') // by somebody else
  await until(() => said.includes('redis is up again'))
  expect(said[0]).toBe('redis ended (signal SIGKILL); it is started again')
  expect(engines.redis.pid).not.toBe(first)
  await answering('redis', urls.redis)

  await stop()

  await expect(pingEngine('redis', urls.redis)).rejects.toThrow('ECONNREFUSED')
  expect(said).toHaveLength(2)
})

test('stop ends a restart that is waiting for its turn', async () => {
  const died = new EventTarget()
  const onMessage = () => died.dispatchEvent(new Event('died'))
  const { engines, stop } = await startEngines({ folder: folder.path, only: ['redis'], watch: true, onMessage })
  const waiting = once(died, 'died')
  await engines.redis.kill()
  await waiting
  await stop()
  expect(engines.redis.pid).toBeUndefined()
})
