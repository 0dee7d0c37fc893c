import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  byKey,
  createApp,
  createLogger,
  endWithProblems,
  hashSecret,
  type ListeningServer,
  listen,
  type Token,
  TokenDirectory,
  type TokenKind,
  type TokenStore,
} from '@rollcall/platform'
import { waitFor } from '../../../tests/support/wait-for.ts'
import { imageRoutes } from './image-routes.ts'
import { ImageStore } from './image-store.ts'
import { LARGEST_IMAGE } from './uploaded-file.ts'

const secret = (kind: TokenKind) => `rollcall_${kind}_${'x'.repeat(43)}`
const bearer = (kind: TokenKind) => ({ authorization: `Bearer ${secret(kind)}` })

/** One key of each kind. The directory is the real one; where its keys lie otherwise is Postgres. */
function oneKeyOfEachKind(): TokenDirectory {
  const kinds: TokenKind[] = ['device', 'kiosk', 'api']
  const keys = kinds.map((kind, index): [string, Token] => [
    hashSecret(secret(kind)).toString('base64'),
    { id: index + 1, kind, schoolId: null, limitPerSecond: null },
  ])
  const store: Pick<TokenStore, 'allByHash' | 'touch'> = {
    allByHash: async () => new Map(keys),
    touch: async () => {},
  }
  return new TokenDirectory(store as TokenStore, silent)
}

const silent = createLogger('test', 'silent')
const pngHead = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const png = (size = 2_000) => Buffer.concat([pngHead, randomBytes(size - pngHead.length)])
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(500)])
const webp = Buffer.concat([Buffer.from('RIFF\x10\x00\x00\x00WEBPVP8 ', 'latin1'), randomBytes(500)])
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')

type Body = FormData | Buffer<ArrayBuffer>

interface Part {
  content: Buffer | string
  field?: string
  fileName?: string
  type?: string
}

function form(...parts: Part[]): FormData {
  const data = new FormData()
  for (const { content, field = 'image', fileName, type } of parts)
    if (typeof content === 'string') data.append(field, content)
    else data.append(field, new Blob([new Uint8Array(content)], { type: type ?? 'image/png' }), fileName ?? 'photo.png')
  return data
}

describe('images over HTTP', () => {
  let directory: string
  let server: ListeningServer
  let address: string
  const tokens = oneKeyOfEachKind()

  beforeAll(() => tokens.start())
  afterAll(() => tokens.stop())

  beforeEach(async () => {
    // A name that must not matter: hidden, with characters that mean something in an address.
    directory = join(await mkdtemp(join(tmpdir(), 'rollcall-images-')), '.with a dot & 100%')
    const app = createApp()
    app.use(imageRoutes({ images: new ImageStore(directory), tokens, authentication: byKey(tokens), log: silent }))
    endWithProblems(app, silent)
    server = await listen(app, 0)
    address = `http://localhost:${server.port}`
  })
  afterEach(async () => {
    server.server.closeAllConnections()
    await server.close()
    await rm(join(directory, '..'), { recursive: true, force: true })
  })

  const upload = (body: Body, headers: Record<string, string> = bearer('device')) =>
    fetch(`${address}/upload/image`, { method: 'POST', body, headers })
  const uploaded = async (body: Body): Promise<string> => {
    const answer = await upload(body)
    expect(answer.status).toBe(201)
    return ((await answer.json()) as { image: string }).image
  }
  const get = (id: string, headers: Record<string, string> = bearer('api')) =>
    fetch(`${address}/images/${id}`, { headers })
  const files = async (): Promise<string[]> => {
    const found = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => [])
    return found.filter((entry) => entry.isFile()).map((entry) => entry.name)
  }

  const good: [string, Buffer, string, string, Part][] = [
    ['a PNG', png(), 'png', 'image/png', { content: '' }],
    ['a JPEG', jpeg, 'jpg', 'image/jpeg', { content: '' }],
    ['a WebP', webp, 'webp', 'image/webp', { content: '' }],
    ['one in any field', png(), 'png', 'image/png', { content: '', field: 'file[0]' }],
    ['a JPEG that says it is a PNG', jpeg, 'jpg', 'image/jpeg', { content: '', fileName: 'x.png', type: 'image/png' }],
    ['one named like a path', png(), 'png', 'image/png', { content: '', fileName: '../../etc/passwd' }],
    ['one named like a page', png(), 'png', 'image/png', { content: '', fileName: 'a.html', type: 'text/html' }],
    ['one of exactly 1 MB', png(LARGEST_IMAGE), 'png', 'image/png', { content: '' }],
    ['one of nothing but its signature', pngHead, 'png', 'image/png', { content: '' }],
  ]
  test.each(good)('%s is stored under its content and given back as it was', async (_, content, ending, type, part) => {
    const id = await uploaded(form({ ...part, content }))
    expect(id).toBe(`${sha256(content)}.${ending}`)
    expect(await files()).toEqual([id])

    const answer = await get(id)
    expect(answer.status).toBe(200)
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': type,
      'content-length': String(content.length),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
    })
  })

  test('fields beside the file are ignored', async () => {
    const content = png()
    const id = await uploaded(form({ content: 'hello', field: 'note' }, { content }, { content: '7', field: 'userId' }))
    expect(await files()).toEqual([id])
  })

  test('the same content twice, at once or one after the other, is one file', async () => {
    const content = png(300_000)
    const ids = await Promise.all(Array.from({ length: 20 }, () => uploaded(form({ content }))))
    ids.push(await uploaded(form({ content, fileName: 'other.png' })))
    expect(new Set(ids).size).toBe(1)
    expect(await files()).toEqual([ids[0]])
  })

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
    const answer = await upload(body(), { ...bearer('device'), ...headers })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ status, type: expect.stringMatching(/^urn:rollcall:problem:/) })
    expect(await files()).toEqual([])
  })

  /** Sends by hand, so that the length may stay unsaid and the connection is known. */
  const send = (agent: Agent, body: Buffer, headers: Record<string, string> = {}) =>
    new Promise<{ status: number | undefined; from: number | undefined }>((resolve, reject) => {
      const req = request(`${address}/upload/image`, {
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
    const socket = connect(server.port)
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
    const socket = connect(server.port)
    socket.write(
      `POST /upload/image HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${secret('device')}\r\ncontent-type: ${multipart}\r\ncontent-length: 500000\r\n\r\n`,
    )
    socket.write(bodyOf(png(400_000)).subarray(0, 300_000))
    await waitFor('the upload to begin', async () => (await files()).length === 1)
    socket.destroy()
    await waitFor('its file to go', async () => (await files()).length === 0)
  })

  test('while images cannot be written the answer is 503, and they are taken again afterwards', async () => {
    await mkdir(directory, { recursive: true })
    await writeFile(join(directory, 'incoming'), 'a file where the folder should be')
    const content = png(900_000)
    const answer = await upload(form({ content }))
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('10')
    expect(await answer.text()).not.toContain(directory)
    await rm(join(directory, 'incoming'))

    // Here it is the last step that fails.
    const folder = join(directory, sha256(content).slice(0, 2))
    await writeFile(folder, 'a file where the folder should be')
    expect((await upload(form({ content }))).status).toBe(503)
    expect(await files()).toEqual([sha256(content).slice(0, 2)])
    await rm(folder)

    await uploaded(form({ content }))
  })

  const keys: [string, Record<string, string>, number, number][] = [
    ['no key', {}, 401, 401],
    ['a wrong key', { authorization: 'Bearer rollcall_device_of-somebody-else' }, 401, 401],
    ['a device key', bearer('device'), 201, 200],
    ['a kiosk key', bearer('kiosk'), 201, 200],
    ['an API token', bearer('api'), 201, 200],
  ]
  test.each(keys)('with %s', async (_, headers, whenSent, whenAsked) => {
    const content = png()
    const id = await uploaded(form({ content }))
    expect((await upload(form({ content }), headers)).status).toBe(whenSent)
    expect((await get(id, headers)).status).toBe(whenAsked)
  })

  const unknown = `${'a'.repeat(64)}.png`
  const strange = [
    unknown,
    'x',
    'a'.repeat(64),
    `${'a'.repeat(64)}.html`,
    `${'a'.repeat(64)}.constructor`,
    `${'A'.repeat(64)}.png`,
    `${'a'.repeat(65)}.png`,
    `${unknown}%00`,
    `${unknown}%0a`,
    `${unknown}/x`,
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e/secret.png',
    'incoming',
    `..%2f${unknown}`,
  ]
  test.each(strange)('there is no image %s', async (id) => {
    await mkdir(directory, { recursive: true })
    await writeFile(join(directory, '..', 'secret.png'), png())
    await writeFile(join(directory, '..', unknown), png())
    const answer = await get(id)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.headers.get('cache-control')).toBeNull()
  })

  test('an image that cannot be read is 503 and not cached', async () => {
    const content = png()
    const id = await uploaded(form({ content }))
    const path = join(directory, id.slice(0, 2), id)
    await rm(path)
    await mkdir(path)
    const answer = await get(id)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('cache-control')).toBeNull()
    expect(await answer.text()).not.toContain(directory)
  })

  test('whoever has it is told that it has not changed; HEAD tells its size', async () => {
    const id = await uploaded(form({ content: png(3_000) }))
    const { headers } = await get(id)
    // Said, or fetch itself would add that no cache must be used.
    const caching = { ...bearer('api'), 'cache-control': 'max-age=0' }
    const again = await get(id, { ...caching, 'if-none-match': headers.get('etag') ?? '' })
    expect([again.status, await again.text()]).toEqual([304, ''])
    const wrong = await get(id, { ...caching, 'if-match': '"another"' })
    expect([wrong.status, wrong.headers.get('content-type')]).toEqual([412, 'application/problem+json'])
    const head = await fetch(`${address}/images/${id}`, { method: 'HEAD', headers: bearer('api') })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '3000'])
  })
})
