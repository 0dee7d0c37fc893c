import express, { type Request, type RequestHandler, Router } from 'express'
import type { z } from 'zod'
import { fieldErrors, problems } from '../http/problem.ts'
import { type Caller, may } from './caller.ts'
import { openApi } from './open-api.ts'
import type { Method, Route } from './route.ts'

/** Finds out who calls: by a key or by a session. Throws a problem where what is given must not be used. */
export interface Authentication {
  /** Not required where a route is open to everybody. */
  callerOf(req: Request, options?: { required?: boolean }): Promise<Caller | undefined> | Caller | undefined
}

export interface ApiOptions {
  readonly title: string
  readonly description: string
  readonly authentication: Authentication
}

const BODY_AT_MOST = '1mb'

/** The calls of a service: checked, answered and documented from one list of routes. */
export class Api {
  readonly #options: ApiOptions
  readonly #routes: Route[] = []

  constructor(options: ApiOptions) {
    this.#options = options
  }

  get routes(): readonly Route[] {
    return this.#routes
  }

  add(...routes: readonly Route[]): this {
    this.#routes.push(...routes)
    return this
  }

  /** What others answer, such as the calls beside Express: documented like the rest. */
  document(others: readonly Omit<Route, 'handle'>[] = []): Record<string, unknown> {
    const { title, description } = this.#options
    return openApi({ title, description }, [...this.#routes, ...others])
  }

  router(): Router {
    const router = Router()
    const json = express.json({ limit: BODY_AT_MOST, strict: false })
    const methods = new Map<string, Method[]>()
    for (const route of this.#routes) {
      const path = expressPath(route.path)
      methods.set(path, [...(methods.get(path) ?? []), route.method])
      // Who calls is settled before anything of the body is read.
      router[route.method](path, this.#admit(route), ...(route.body ? [requireJson, json] : []), this.#answer(route))
    }
    for (const [path, allowed] of methods) {
      const allow = allowed.map((method) => method.toUpperCase()).join(', ')
      router.all(path, (_req, res) => {
        res.setHeader('allow', allow)
        throw problems.methodNotAllowed(allow)
      })
    }
    return router
  }

  #admit(route: Route): RequestHandler {
    return async (req, res, next) => {
      const caller = await this.#options.authentication.callerOf(req, { required: route.right !== 'open' })
      if (route.right !== 'open') {
        if (!caller) throw problems.unauthorized()
        if (route.right === 'anyone' || may(caller, route.right)) res.locals.caller = caller
        else throw problems.forbidden(`It takes the right ${route.right}`)
      } else res.locals.caller = caller
      next()
    }
  }

  #answer(route: Route): RequestHandler {
    return async (req, res) => {
      const call = {
        caller: res.locals.caller,
        params: read(route.params, storable(req.params)),
        query: read(route.query, storable(req.query)),
        body: read(route.body, storable(unwrapped(req.body, route.wrapped))),
        requestId: res.locals.requestId,
        req,
        res,
      }
      const answer = await route.handle(call as never)
      if (!answer) return
      res.status(answer.status ?? 200)
      for (const [name, value] of Object.entries(answer.headers ?? {})) res.setHeader(name, value)
      if (answer.body === undefined) res.end()
      else res.json(answer.body)
    }
  }
}

/** The document itself, for whoever reads it: a page, a test, a generator of clients. */
export const documentRoute = (api: Api): Route => ({
  method: 'get',
  path: '/apidocs/openapi.json',
  tag: 'About',
  summary: 'This document',
  right: 'open',
  answers: { 200: { description: 'OpenAPI 3.1' } },
  handle: () => ({ body: api.document() }),
})

const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

const requireJson: RequestHandler = (req, _res, next) => {
  if (!req.is('application/json')) throw problems.unsupportedType('application/json in UTF-8')
  next()
}

function unwrapped(body: unknown, name: string | undefined): unknown {
  if (name === undefined || typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const names = Object.keys(body)
  return names.length === 1 && names[0] === name ? (body as Record<string, unknown>)[name] : body
}

/** Postgres stores neither NUL nor half a character in a text, wherever in a request one is hidden. */
function storable(value: unknown, path = '', depth = 0): unknown {
  if (depth > DEEPEST) throw problems.malformed(`It is nested in more than ${DEEPEST} levels`)
  if (typeof value === 'string') {
    if (NOT_STORABLE.test(value))
      throw problems.invalid([{ field: path, message: 'a text without NUL and broken characters' }])
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      storable(name, path)
      storable(each, path ? `${path}.${name}` : name, depth + 1)
    }
  }
  return value
}
const DEEPEST = 30
const NOT_STORABLE = /[\0\p{Surrogate}]/u

/** Every field's error at once. */
function read(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(value)
  if (!result.success) throw problems.invalid(fieldErrors(result.error.issues))
  return result.data
}
