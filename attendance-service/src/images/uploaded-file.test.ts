import { mkdir, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { waitFor } from '../../../tests/support/wait-for.ts'
import { type Body, bearer, form, ImageStage, png, pngHead, secret, sha256 } from '../testing/image-stage.ts'
import { LARGEST_IMAGE } from './uploaded-file.ts'

const stage = new ImageStage()
beforeEach(() => stage.start())
afterEach(() => stage.stop())

const multipart = 'multipart/form-data; boundary=b'
const file = (content: string, disposition = 'form-data; name="image"; filename="a.png"') =>
  `--b\r\ncontent-disposition: ${disposition}\r\ncontent-type: image/png\r\n\r\n${content}\r\n`
const signature = pngHead.toString('latin1')
const raw: [string, string, string | undefined, number][] = [
  ['JSON', '{"image": "x"}', 'application/json', 415],
  ['the picture itself as the body', `${signature}xxxxxxxx`, 'image/png', 415],
  ['a body without a type', `${signature}xxxxxxxx`, undefined, 415],
  ['a form of another kind', 'image=x', 'application/x-www-form-urlencoded', 415],
  ['another multipart', `${file(`${signature}xxxxxx`)}--b--\r\n`, 'multipart/mixed; boundary=b', 415],
  ['no boundary', `${file(`${signature}xxxxxx`)}--b--\r\n`, 'multipart/form-data', 400],
  ['an empty body', '', multipart, 400],
  ['a form with no part', '--b--\r\n', multipart, 400],
  ['a form that ends within the file', file(`${signature}xxxxxx`).slice(0, -8), multipart, 400],
  ['a form that ends after the file', file(`${signature}xxxxxx`), multipart, 400],
  ['a form that ends within a header', '--b\r\ncontent-dispos', multipart, 400],
  ['a header that is none', '--b\r\n(no: header)\r\n\r\nx\r\n--b--\r\n', multipart, 400],
  ['something that is no form', 'hello', multipart, 400],
  ['a part that says not what it is', `${file(signature, 'attachment')}--b--\r\n`, multipart, 400],
  ['a second file cut off', `${file(`${signature}xxxxxx`)}${file('y').slice(0, -10)}`, multipart, 400],
]
const bad: [string, () => Body, Record<string, string>, number][] = [
  ...raw.map(([what, body, type, status]): [string, () => Body, Record<string, string>, number] => [
    what,
    () => Buffer.from(body, 'latin1'),
    type === undefined ? {} : { 'content-type': type },
    status,
  ]),
  ['a form with a field but no file', () => form({ content: 'hello' }), {}, 400],
  ['two files', () => form({ content: png() }, { content: png(), field: 'other' }), {}, 400],
  ['an empty file', () => form({ content: Buffer.alloc(0) }), {}, 400],
  ['a text that says it is a PNG', () => form({ content: Buffer.from('<script>alert(1)</script>') }), {}, 415],
  ['a GIF', () => form({ content: Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00', 'latin1') }), {}, 415],
  ['an SVG', () => form({ content: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') }), {}, 415],
  ['a RIFF that is no WebP', () => form({ content: Buffer.from('RIFF\x00\x00\x00\x00WAVEfmt ', 'latin1') }), {}, 415],
  ['less than a signature', () => form({ content: pngHead.subarray(0, 7) }), {}, 415],
  ['one byte more than 1 MB', () => form({ content: png(LARGEST_IMAGE + 1) }), {}, 413],
  ['20 MB', () => form({ content: png(20_000_000) }), {}, 413],
  ['fields of more than 1 MB', () => form({ content: 'x'.repeat(1_500_000) }, { content: png() }), {}, 413],
]
test.each(bad)('%s is refused and leaves no file', async (_, body, headers, status) => {
  const answer = await stage.upload(body(), { ...bearer('device'), ...headers })
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(await answer.json()).toMatchObject({ status, type: expect.stringMatching(/^urn:rollcall:problem:/) })
  expect(await stage.files()).toEqual([])
})

/** Sends by hand, so that the length may stay unsaid and the connection is known. */
const send = (agent: Agent, body: Buffer, headers: Record<string, string> = {}) =>
  new Promise<{ status: number | undefined; from: number | undefined }>((resolve, reject) => {
    const req = request(`${stage.address}/upload/image`, {
      method: 'POST',
      agent,
      headers: { ...bearer('device'), 'content-type': multipart, ...headers },
    })
    req.on('error', reject)
    req.on('response', (res) => {
      const { statusCode: status, socket } = res
      const from = socket.localPort
      res.resume().on('end', () => resolve({ status, from }))
    })
    req.write(body.subarray(0, 1_000))
    req.end(body.subarray(1_000))
  })
const bodyOf = (content: Buffer) =>
  Buffer.concat([Buffer.from(file('').slice(0, -2)), content, Buffer.from('\r\n--b--\r\n')])

const refused: [string, Buffer, Record<string, string>, number][] = [
  ['too large, of unsaid length', bodyOf(png(5_000_000)), {}, 413],
  [
    'too large, of said length',
    bodyOf(png(5_000_000)),
    { 'content-length': String(bodyOf(png(5_000_000)).length) },
    413,
  ],
  ['no image', bodyOf(Buffer.alloc(900_000)), {}, 415],
  ['no form', Buffer.alloc(900_000), { 'content-type': 'text/plain' }, 415],
  ['two files', Buffer.concat([bodyOf(png()).subarray(0, -5), Buffer.from('\r\n'), bodyOf(png())]), {}, 400],
  ['without a key', bodyOf(png(900_000)), { authorization: '' }, 401],
]
test.each(refused)(
  'after a body that is refused (%s) the same connection takes the next',
  async (_, body, headers, status) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    try {
      const first = await send(agent, body, headers)
      expect(first.status).toBe(status)
      expect(await send(agent, bodyOf(png()))).toEqual({ status: 201, from: first.from })
    } finally {
      agent.destroy()
    }
  },
)

test('a client that never stops sending loses its connection', async () => {
  const socket = connect(stage.port)
  socket.on('error', () => {})
  socket.write(
    `POST /upload/image HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${secret('device')}\r\ncontent-type: ${multipart}\r\ncontent-length: 10000000000\r\n\r\n`,
  )
  const more = Buffer.alloc(1_000_000)
  const pour = () => {
    while (!socket.destroyed && socket.write(more));
  }
  socket.on('drain', pour)
  const seen: Buffer[] = []
  socket.on('data', (chunk) => seen.push(chunk))
  pour()
  await new Promise((resolve) => socket.once('close', resolve))
  expect(Buffer.concat(seen).toString()).toMatch(/^HTTP\/1.1 413 /)
  expect(socket.bytesWritten).toBeLessThan(100_000_000)
})

test('a client that leaves midway leaves no file', async () => {
  const socket = connect(stage.port)
  socket.write(
    `POST /upload/image HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${secret('device')}\r\ncontent-type: ${multipart}\r\ncontent-length: 500000\r\n\r\n`,
  )
  socket.write(bodyOf(png(400_000)).subarray(0, 300_000))
  await waitFor('the upload to begin', async () => (await stage.files()).length === 1)
  socket.destroy()
  await waitFor('its file to go', async () => (await stage.files()).length === 0)
})

test('while images cannot be written the answer is 503, and they are taken again afterwards', async () => {
  await mkdir(stage.directory, { recursive: true })
  await writeFile(join(stage.directory, 'incoming'), 'a file where the folder should be')
  const content = png(900_000)
  const answer = await stage.upload(form({ content }))
  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).toBe('10')
  expect(await answer.text()).not.toContain(stage.directory)
  await rm(join(stage.directory, 'incoming'))

  // Here it is the last step that fails.
  const folder = join(stage.directory, sha256(content).slice(0, 2))
  await writeFile(folder, 'a file where the folder should be')
  expect((await stage.upload(form({ content }))).status).toBe(503)
  expect(await stage.files()).toEqual([sha256(content).slice(0, 2)])
  await rm(folder)

  await stage.uploaded(form({ content }))
})
