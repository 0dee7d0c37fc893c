import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { problems } from '@rollcall/platform'
import { imageId } from './image-id.ts'
import { type ImageType, imageTypeOf, SIGNATURE_LENGTH } from './image-type.ts'

/** Uploads under way. A folder of the same volume: only there is a rename one step. */
const INCOMING = 'incoming'
/** No upload takes that long; other instances' uploads lie here too. */
const ABANDONED_AFTER_MS = 3_600_000

/** Images as files: complete and on disk, or not there at all. */
export class ImageStore {
  readonly #directory: string

  /** The folder is a volume that every instance shares. */
  constructor(directory: string) {
    this.#directory = resolve(directory)
  }

  /** For the start: makes the folder and removes what uploads cut off by a crash left in it. Tells how many. */
  async prepare(now = Date.now()): Promise<number> {
    const incoming = join(this.#directory, INCOMING)
    await mkdir(incoming, { recursive: true })
    let removed = 0
    for (const name of await readdir(incoming)) {
      const path = join(incoming, name)
      // Gone meanwhile: its upload ended, or another instance cleans up as well.
      const written = await stat(path).then(({ mtimeMs }) => mtimeMs, notThere)
      if (written === undefined || now - written < ABANDONED_AFTER_MS) continue
      await rm(path, { force: true })
      removed += 1
    }
    return removed
  }

  /** Keeps the image under the name that its content gives it. Whatever `content` throws, no trace is left. */
  async save(content: AsyncIterable<Buffer>): Promise<string> {
    const incoming = join(this.#directory, INCOMING)
    await mkdir(incoming, { recursive: true })
    const upload = join(incoming, randomUUID())
    try {
      const { sha256, type } = await write(upload, content)
      const id = imageId(sha256, type)
      const folder = this.#folderOf(id)
      await mkdir(folder, { recursive: true })
      // Over an equal file, should there be one: nobody sees a difference.
      await rename(upload, join(folder, id))
      // Without these the file is on disk but, after a power cut, perhaps not its name.
      await syncFolder(folder)
      await syncFolder(this.#directory)
      return id
    } catch (error) {
      await rm(upload, { force: true }).catch(() => {
        // The first error is the one to tell; the file goes at the next start.
      })
      throw error
    }
  }

  /** Where the image with this id lies, if there is one. The id must be of the form of one. */
  pathOf(id: string): string {
    return join(this.#folderOf(id), id)
  }

  /** 256 folders, so that none gets too large to handle. */
  #folderOf = (id: string): string => join(this.#directory, id.slice(0, 2))
}

async function write(path: string, content: AsyncIterable<Buffer>): Promise<{ sha256: string; type: ImageType }> {
  const file = await open(path, 'wx', 0o640)
  try {
    const written = await copy(content, file)
    // Renamed without this, a crash could leave the name with no content.
    await file.sync()
    return written
  } finally {
    await file.close()
  }
}

async function copy(content: AsyncIterable<Buffer>, file: FileHandle): Promise<{ sha256: string; type: ImageType }> {
  const hash = createHash('sha256')
  let head = Buffer.alloc(0)
  for await (const chunk of content) {
    if (head.length < SIGNATURE_LENGTH) {
      head = Buffer.concat([head, chunk])
      // What can't become an image any more need not be received to its end.
      if (head.length >= SIGNATURE_LENGTH && !imageTypeOf(head)) throw notAnImage()
    }
    hash.update(chunk)
    await file.appendFile(chunk)
  }
  if (head.length === 0) throw problems.malformed('The file is empty')
  const type = imageTypeOf(head)
  if (!type) throw notAnImage()
  return { sha256: hash.digest('hex'), type }
}

const notAnImage = () => problems.unsupportedType('a PNG, JPEG or WebP image')

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function notThere(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
