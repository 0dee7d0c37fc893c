import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { problems } from '@rollcall/platform'

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i
/** Of a body that is too large this much more is read and thrown away, so that the client gets to see the answer. */
const DISCARD_AT_MOST = 8_000_000

/** Reads a JSON body of at most `limit` bytes. */
export async function readJson(req: IncomingMessage, limit: number): Promise<unknown> {
  const type = req.headers['content-type']
  if (type !== 'application/json' && !JSON_TYPE.test(type ?? ''))
    throw problems.unsupportedType('application/json in UTF-8')
  if (req.headers['content-encoding'] !== undefined) throw problems.unsupportedType('a body that is not compressed')
  const body = await readBody(req, limit)
  if (!isUtf8(body)) throw problems.malformed('The body is not UTF-8')
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw problems.malformed('The body is not JSON')
  }
}

function readBody(req: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let first: Buffer | undefined
    let more: Buffer[] | undefined
    let size = 0
    req.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) {
        first = more = undefined
        if (size > limit + DISCARD_AT_MOST) {
          reject(problems.tooLarge(`${limit} bytes`))
          req.destroy()
        }
        return
      }
      // Nearly every check-in comes in one piece.
      if (!first) first = chunk
      else if (more) more.push(chunk)
      else more = [first, chunk]
    })
    req.on('end', () => {
      if (size > limit) reject(problems.tooLarge(`${limit} bytes`))
      else resolve(more ? Buffer.concat(more, size) : (first ?? Buffer.alloc(0)))
    })
    // A phone that loses its network: nobody here has to act.
    req.on('error', () => reject(problems.malformed('The connection ended before the body did')))
  })
}
