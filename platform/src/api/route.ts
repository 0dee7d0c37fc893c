import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { Caller, Right } from './caller.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** One of the answers a route may give, besides the problems that every route may. */
export interface DocumentedAnswer {
  readonly description: string
  /** JSON of this shape; without it there is no body, or one of another type. */
  readonly schema?: z.ZodType
  /** Other than application/json. */
  readonly contentType?: string
  readonly example?: unknown
}

/** What a handler is given. */
export interface Call<Params, Query, Body> {
  /** undefined on an open route that was called without a key. */
  readonly caller: Caller
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly requestId: string
  readonly req: Request
  readonly res: Response
}

export interface Answer {
  /** 200 unless it says otherwise. */
  readonly status?: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

type Parsed<Schema extends z.ZodType | undefined> = Schema extends z.ZodType ? z.output<Schema> : undefined

/**
 * All there is to know about one call: who may make it, what it takes, what it answers, how it is done. Requests are checked, and
 * the OpenAPI document is written, from this and nothing else.
 */
export interface Route<
  Params extends z.ZodObject | undefined = z.ZodObject | undefined,
  Query extends z.ZodObject | undefined = z.ZodObject | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
> {
  readonly method: Method
  /** As OpenAPI writes it: /api/schools/{id}. */
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly description?: string
  /** 'open': nobody has to say who they are. 'anyone': whoever is signed in or has a key, whatever its kind. */
  readonly right: Right | 'anyone' | 'open'
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** A JSON body may also come inside an object of this one name: {"school": {...}}. */
  readonly wrapped?: string
  readonly bodyExample?: unknown
  /** Other than application/json: the handler reads `req` by itself. */
  readonly bodyType?: string
  readonly answers: Readonly<Record<number, DocumentedAnswer>>
  /** Returns nothing when it has written to `res` itself. */
  handle(call: Call<Parsed<Params>, Parsed<Query>, Parsed<Body>>): Promise<Answer | undefined> | Answer | undefined
}

/** For the types: a handler sees what its schemas make of a request. */
export const route = <
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(
  definition: Route<Params, Query, Body>,
): Route => definition as unknown as Route
