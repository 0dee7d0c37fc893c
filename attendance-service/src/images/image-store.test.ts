import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ImageStore } from './image-store.ts'

const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), randomBytes(1_000)])

async function* inPieces(content: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size)
}

describe('the image store', () => {
  let directory: string
  let images: ImageStore
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-images-'))
    images = new ImageStore(directory)
  })
  afterEach(() => rm(directory, { recursive: true, force: true }))
  const files = async () =>
    (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())

  test.each([1, 5, 11, 12, 13, 2_000])('an image that comes in pieces of %i bytes is one image', async (size) => {
    const id = await images.save(inPieces(png, size))
    expect((await readFile(images.pathOf(id))).equals(png)).toBe(true)
    expect(await files()).toHaveLength(1)
  })

  test('what fails on its way, early or late, leaves nothing', async () => {
    for (const pieces of [0, 1, 7]) {
      const failing = async function* () {
        for (let piece = 0; piece < pieces; piece++) yield png
        throw new Error('the source failed')
      }
      await expect(images.save(failing())).rejects.toThrow('the source failed')
    }
    expect(await files()).toEqual([])
  })

  test('the start removes what a crash left, but no upload of another instance, and no image', async () => {
    expect(await images.prepare()).toBe(0)
    const id = await images.save(inPieces(png, 100))
    const now = Date.now()
    const left = join(directory, 'incoming', 'left')
    const underWay = join(directory, 'incoming', 'under-way')
    await writeFile(left, 'x')
    await utimes(left, now / 1000, (now - 2 * 3_600_000) / 1000)
    await utimes(images.pathOf(id), now / 1000, (now - 900 * 3_600_000) / 1000)
    await writeFile(underWay, 'x')

    expect(await images.prepare(now)).toBe(1)
    expect((await files()).map((entry) => entry.name).sort()).toEqual([id, 'under-way'].sort())
  })
})
