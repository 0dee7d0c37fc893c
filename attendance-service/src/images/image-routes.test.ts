import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bearer, form, ImageStage, jpeg, type Part, png, pngHead, sha256, webp } from '../testing/image-stage.ts'
import { LARGEST_IMAGE } from './uploaded-file.ts'

const stage = new ImageStage()
beforeEach(() => stage.start())
afterEach(() => stage.stop())

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
  const id = await stage.uploaded(form({ ...part, content }))
  expect(id).toBe(`${sha256(content)}.${ending}`)
  expect(await stage.files()).toEqual([id])

  const answer = await stage.get(id)
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
  const id = await stage.uploaded(
    form({ content: 'hello', field: 'note' }, { content }, { content: '7', field: 'userId' }),
  )
  expect(await stage.files()).toEqual([id])
})

test('the same content twice, at once or one after the other, is one file', async () => {
  const content = png(300_000)
  const ids = await Promise.all(Array.from({ length: 20 }, () => stage.uploaded(form({ content }))))
  ids.push(await stage.uploaded(form({ content, fileName: 'other.png' })))
  expect(new Set(ids).size).toBe(1)
  expect(await stage.files()).toEqual([ids[0]])
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
  const id = await stage.uploaded(form({ content }))
  expect((await stage.upload(form({ content }), headers)).status).toBe(whenSent)
  expect((await stage.get(id, headers)).status).toBe(whenAsked)
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
  await mkdir(stage.directory, { recursive: true })
  await writeFile(join(stage.directory, '..', 'secret.png'), png())
  await writeFile(join(stage.directory, '..', unknown), png())
  const answer = await stage.get(id)
  expect(answer.status).toBe(404)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.headers.get('cache-control')).toBeNull()
})

test('an image that cannot be read is 503 and not cached', async () => {
  const content = png()
  const id = await stage.uploaded(form({ content }))
  const path = join(stage.directory, id.slice(0, 2), id)
  await rm(path)
  await mkdir(path)
  const answer = await stage.get(id)
  expect(answer.status).toBe(503)
  expect(answer.headers.get('cache-control')).toBeNull()
  expect(await answer.text()).not.toContain(stage.directory)
})

test('whoever has it is told that it has not changed; HEAD tells its size', async () => {
  const id = await stage.uploaded(form({ content: png(3_000) }))
  const { headers } = await stage.get(id)
  // Said, or fetch itself would add that no cache must be used.
  const caching = { ...bearer('api'), 'cache-control': 'max-age=0' }
  const again = await stage.get(id, { ...caching, 'if-none-match': headers.get('etag') ?? '' })
  expect([again.status, await again.text()]).toEqual([304, ''])
  const wrong = await stage.get(id, { ...caching, 'if-match': '"another"' })
  expect([wrong.status, wrong.headers.get('content-type')]).toEqual([412, 'application/problem+json'])
  const head = await fetch(`${stage.address}/images/${id}`, { method: 'HEAD', headers: bearer('api') })
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '3000'])
})
