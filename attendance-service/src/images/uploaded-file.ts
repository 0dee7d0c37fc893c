import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { Problem, problems } from '@rollcall/platform'
import busboy from 'busboy'

export const LARGEST_IMAGE = 1024 * 1024
/** An image and what a form adds to it: boundaries, headers, a few fields that nobody asked for. */
const LARGEST_FORM = LARGEST_IMAGE + 64 * 1024
/** So much of a refused body is read and forgotten: a photo straight from the camera still gets to see its answer. */
const MOST_TO_DISCARD = 32 * 1024 * 1024

/**
 * The one file of a multipart form, as it comes in. It ends only when the whole form was well-formed and complete, so who
 * reads to its end may keep what was read. Everything else is a problem, and in every case the connection is left usable.
 */
export async function* uploadedFile(req: IncomingMessage): AsyncGenerator<Buffer, void> {
  try {
    yield* fileOf(req)
  } finally {
    discardRest(req)
  }
}

async function* fileOf(req: IncomingMessage): AsyncGenerator<Buffer, void> {
  const form = openForm(req)
  // Errors are told by whoever awaits; an 'error' that nobody listens to would end the process.
  form.on('error', ignore)
  const first = firstFile(form)
  const end = finished(form)
  end.catch(ignore)
  let more = false
  form.once('filesLimit', () => {
    more = true
  })
  const stopWatching = watch(req, form)
  try {
    req.pipe(form)
    const file = await Promise.race([first, end])
    if (!file) throw problems.malformed('There is no file in the form')
    yield* upTo(LARGEST_IMAGE, file)
    await end
    if (more) throw problems.malformed('There is more than one file in the form')
  } catch (error) {
    throw error instanceof Problem ? error : problems.malformed('The form is broken, or not complete')
  } finally {
    stopWatching()
    req.unpipe(form)
    form.destroy()
  }
}

function openForm(req: IncomingMessage): busboy.Busboy {
  if (!/^multipart\/form-data\s*(;|$)/i.test(req.headers['content-type'] ?? ''))
    throw problems.unsupportedType('multipart/form-data with one file')
  if (Number(req.headers['content-length'] ?? 0) > LARGEST_FORM) throw tooLarge()
  try {
    return busboy({ headers: req.headers, limits: { files: 1 } })
  } catch {
    throw problems.malformed('The content type has no valid boundary')
  }
}

const firstFile = (form: busboy.Busboy): Promise<Readable> =>
  new Promise((resolve) => {
    form.once('file', (_field, file) => {
      // It may fail before anybody has begun to read it; the form fails with it.
      file.on('error', ignore)
      resolve(file)
    })
  })

/** Ends the form early when the body grows too large, whatever is in it, or when the client is gone. */
function watch(req: IncomingMessage, form: busboy.Busboy): () => void {
  const gone = () => {
    if (!req.complete) form.destroy(problems.malformed('The connection ended before the request did'))
  }
  let size = 0
  const count = (chunk: Buffer) => {
    size += chunk.length
    if (size > LARGEST_FORM) form.destroy(tooLarge())
  }
  if (req.destroyed) gone()
  req.on('close', gone)
  req.on('data', count)
  return () => {
    req.off('close', gone)
    req.off('data', count)
  }
}

async function* upTo(limit: number, file: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let size = 0
  for await (const chunk of file) {
    size += chunk.length
    if (size > limit) throw tooLarge()
    yield chunk
  }
}

/** A body left unread would keep the connection from ever being used again. */
function discardRest(req: IncomingMessage): void {
  if (req.complete && req.readableEnded) return
  let left = MOST_TO_DISCARD
  req.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) req.destroy()
  })
  req.resume()
}

const tooLarge = () => problems.tooLarge('1 MB an image')
const ignore = () => {}
