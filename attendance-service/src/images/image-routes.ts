import {
  type Authentication,
  type Logger,
  may,
  Problem,
  problems,
  requireToken,
  type TokenDirectory,
} from '@rollcall/platform'
import { type RequestHandler, type Response, Router } from 'express'
import { imageTypeOfId } from './image-id.ts'
import type { ImageStore } from './image-store.ts'
import { IMAGE_TYPES } from './image-type.ts'
import { uploadedFile } from './uploaded-file.ts'

export interface ImageRoutes {
  readonly images: ImageStore
  readonly tokens: TokenDirectory
  readonly authentication: Authentication
  readonly log: Logger
}

/** POST /upload/image takes a picture and answers its name, GET /images/:id gives it back. */
export function imageRoutes({ images, tokens, authentication, log }: ImageRoutes): Router {
  const anyKey = requireToken(tokens, 'device', 'kiosk', 'api')
  /** Any key, as it may send pictures, and people who may see who came. */
  const whoMaySee: RequestHandler = async (req, _res, next) => {
    const caller = await authentication.callerOf(req)
    if (!caller) throw problems.unauthorized()
    if (caller.kind === 'admin' && !may(caller, 'attendance.read'))
      throw problems.forbidden('It takes the right attendance.read')
    next()
  }
  const routes = Router()

  /** A full or broken disk is not the client's fault, and somebody must act. */
  const storageProblem = (error: unknown, res: Response, what: string): Problem => {
    log.error({ err: error, requestId: res.locals.requestId }, what)
    return problems.unavailable('Images are not available at the moment', 10)
  }

  routes.post('/upload/image', anyKey, async (req, res) => {
    try {
      const image = await images.save(uploadedFile(req))
      res.status(201).json({ image })
    } catch (error) {
      throw isSystemError(error) ? storageProblem(error, res, 'could not store an image') : error
    }
  })

  routes.get('/images/:id', whoMaySee, (req, res, next) => {
    const id = String(req.params.id)
    const type = imageTypeOfId(id)
    if (!type) throw problems.notFound('image')
    const headers = imageHeaders(id, IMAGE_TYPES[type])
    res.setHeaders(new Map(Object.entries(headers)))
    res.sendFile(images.pathOf(id), SENT_AS_IT_IS, (error?: NodeJS.ErrnoException) => {
      // Once it is on its way, all that can fail is the connection.
      if (!error || res.headersSent) return
      for (const name of Object.keys(headers)) res.removeHeader(name)
      if (statusOf(error) === 404) next(problems.notFound('image'))
      else if (statusOf(error) === 412) next(new Problem(412, 'precondition-failed', 'The image is another one'))
      else next(storageProblem(error, res, 'could not read an image'))
    })
  })

  return routes
}

const imageHeaders = (id: string, type: string) => ({
  'content-type': type,
  // Named by its content, it can never change; private, because it takes a key to see it.
  'cache-control': 'private, max-age=31536000, immutable',
  etag: `"${id}"`,
  // A picture may be a web page as well: opened by itself it must neither be guessed to be one nor run as one.
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
})

/** The path is made from a checked id; the folder itself may well be below one with a dot (.rollcall). */
const SENT_AS_IT_IS = { dotfiles: 'allow', cacheControl: false, lastModified: false, acceptRanges: false } as const

const statusOf = (error: unknown): unknown => (error as { status?: unknown }).status
/** What the file system throws names the call that failed. */
const isSystemError = (error: unknown): boolean => typeof (error as { syscall?: unknown })?.syscall === 'string'
