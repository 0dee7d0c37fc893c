import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
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
import { imageRoutes } from '../images/image-routes.ts'
import { ImageStore } from '../images/image-store.ts'

export const secret = (kind: TokenKind) => `rollcall_${kind}_${'x'.repeat(43)}`
export const bearer = (kind: TokenKind) => ({ authorization: `Bearer ${secret(kind)}` })

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
export const pngHead = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
export const png = (size = 2_000) => Buffer.concat([pngHead, randomBytes(size - pngHead.length)])
export const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(500)])
export const webp = Buffer.concat([Buffer.from('RIFF\x10\x00\x00\x00WEBPVP8 ', 'latin1'), randomBytes(500)])
export const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')

export type Body = FormData | Buffer<ArrayBuffer>

export interface Part {
  content: Buffer | string
  field?: string
  fileName?: string
  type?: string
}

export function form(...parts: Part[]): FormData {
  const data = new FormData()
  for (const { content, field = 'image', fileName, type } of parts)
    if (typeof content === 'string') data.append(field, content)
    else data.append(field, new Blob([new Uint8Array(content)], { type: type ?? 'image/png' }), fileName ?? 'photo.png')
  return data
}

/** The routes of images over a folder of their own, with a key of each kind. */
export class ImageStage {
  directory = ''
  readonly #tokens = oneKeyOfEachKind()
  #server: ListeningServer | undefined

  async start(): Promise<void> {
    await this.#tokens.start()
    // A name that must not matter: hidden, with characters that mean something in an address.
    this.directory = join(await mkdtemp(join(tmpdir(), 'rollcall-images-')), '.with a dot & 100%')
    const app = createApp()
    const [images, tokens] = [new ImageStore(this.directory), this.#tokens]
    app.use(imageRoutes({ images, tokens, authentication: byKey(tokens), log: silent }))
    endWithProblems(app, silent)
    this.#server = await listen(app, 0)
  }

  async stop(): Promise<void> {
    this.#server?.server.closeAllConnections()
    await this.#server?.close()
    this.#tokens.stop()
    await rm(join(this.directory, '..'), { recursive: true, force: true })
  }

  get port(): number {
    return this.#server?.port ?? 0
  }

  get address(): string {
    return `http://localhost:${this.port}`
  }

  upload = (body: Body, headers: Record<string, string> = bearer('device')): Promise<Response> =>
    fetch(`${this.address}/upload/image`, { method: 'POST', body, headers })

  async uploaded(body: Body): Promise<string> {
    const answer = await this.upload(body)
    expect(answer.status).toBe(201)
    return ((await answer.json()) as { image: string }).image
  }

  get = (id: string, headers: Record<string, string> = bearer('api')): Promise<Response> =>
    fetch(`${this.address}/images/${id}`, { headers })

  async files(): Promise<string[]> {
    const found = await readdir(this.directory, { recursive: true, withFileTypes: true }).catch(() => [])
    return found.filter((entry) => entry.isFile()).map((entry) => entry.name)
  }
}
