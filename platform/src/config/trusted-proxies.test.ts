import { createApp } from '../http/express-app.ts'
import { type ListeningServer, listen } from '../http/http-server.ts'
import { readConfig } from './config.ts'
import { trustedProxies } from './trusted-proxies.ts'

const read = (TRUSTED_PROXIES: string) =>
  readConfig({ TRUSTED_PROXIES: trustedProxies }, { TRUSTED_PROXIES }).TRUSTED_PROXIES

test.each([
  ['', []],
  ['loopback, uniquelocal', ['loopback', 'uniquelocal']],
  ['10.0.0.0/8,192.0.2.1', ['10.0.0.0/8', '192.0.2.1']],
  ['2001:db8::/32', ['2001:db8::/32']],
])('%p', (text, expected) => expect(read(text)).toEqual(expected))

test.each(['everybody', '10.0.0.0/33', '10.0.0', 'proxy.example', '10.0.0.0/8/8', '*', 'true', '1'])(
  '%p is nobody to trust',
  (text) => expect(() => read(text)).toThrow('TRUSTED_PROXIES'),
)

test.each([
  [[], ['127.0.0.1', false]],
  [['192.0.2.0/24'], ['127.0.0.1', false]],
  [['loopback'], ['203.0.113.9', true]],
])('with %j trusted, what a proxy here says of address and TLS: %j', async (trusted, expected) => {
  const app = createApp(undefined, { trustedProxies: trusted })
  app.get('/', (req, res) => {
    res.json([req.ip, req.secure])
  })
  const server: ListeningServer = await listen(app, 0, '127.0.0.1')
  const headers = { 'x-forwarded-for': '198.51.100.7, 203.0.113.9', 'x-forwarded-proto': 'https' }
  const answer = await fetch(`http://127.0.0.1:${server.port}/`, { headers })
  expect(await answer.json()).toEqual(expected)
  server.server.closeAllConnections()
  await server.close()
})
