import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { waitFor } from '../../../../tests/support/wait-for.ts'
import { openEventStream, type StreamState } from './event-stream.ts'

let server: Server
let url: string
const requests: IncomingMessage[] = []
let answer: (res: ServerResponse, attempt: number) => void
beforeEach(async () => {
  requests.length = 0
  server = createServer((req, res) => answer(res, requests.push(req)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const begin = (res: ServerResponse) => res.writeHead(200, { 'content-type': 'text/event-stream' })
function open(silenceMs?: number) {
  const states: StreamState[] = []
  const events: string[] = []
  const stop = openEventStream({
    url,
    onEvent: ({ data }) => events.push(data),
    onState: (state) => states.push(state),
    ...(silenceMs && { silenceMs }),
  })
  return { states, events, stop }
}

test('after a break it takes up where it was', async () => {
  const answers: ServerResponse[] = []
  answer = (res, attempt) => {
    answers.push(res)
    begin(res).write(`id: ${attempt}\ndata: event ${attempt}\n\n`)
  }
  const stream = open()
  // What was not read when a connection breaks is lost with it.
  await waitFor('the first event', () => stream.events.length === 1)
  answers[0]?.destroy()
  await waitFor('the second event', () => stream.events.length === 2)
  stream.stop()
  expect(stream.events).toEqual(['event 1', 'event 2'])
  expect(requests.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '1'])
  expect(stream.states).toEqual(['connecting', 'live', 'stale', 'live'])
})

test('a connection that says nothing any more is given up', async () => {
  answer = (res) => begin(res).flushHeaders()
  const stream = open(4_000)
  await waitFor('another attempt', () => requests.length === 2)
  stream.stop()
  expect(stream.states.slice(0, 3)).toEqual(['connecting', 'live', 'stale'])
})

test('what is refused for good is not asked for again', async () => {
  answer = (res) => res.writeHead(404).end()
  const stream = open()
  await waitFor('the refusal', () => stream.states.includes('off'))
  expect(requests).toHaveLength(1)
  stream.stop()
})
