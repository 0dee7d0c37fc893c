import type { RequestHandler, Response } from 'express'
import type { Authentication } from '../api/api.ts'
import { may, type Right } from '../api/caller.ts'
import { problems } from '../http/problem.ts'
import type { Token, TokenKind } from './token.ts'
import type { TokenDirectory } from './token-directory.ts'

/** Lets only callers with a token of one of these kinds pass; the route finds it with `tokenOf`. */
export function requireToken(directory: TokenDirectory, ...kinds: readonly TokenKind[]): RequestHandler {
  return (req, res, next) => {
    const token = directory.authenticate(req.headers.authorization)
    if (!token) throw problems.unauthorized()
    if (!kinds.includes(token.kind)) throw problems.forbidden(`It takes a key of another kind: ${kinds.join(' or ')}`)
    res.locals.token = token
    next()
  }
}

/** Lets only callers with this right pass, by key or by session. */
export function requireRight(authentication: Authentication, right: Right): RequestHandler {
  return async (req, _res, next) => {
    const caller = await authentication.callerOf(req)
    if (!caller) throw problems.unauthorized()
    if (!may(caller, right)) throw problems.forbidden(`It takes the right ${right}`)
    next()
  }
}

export function tokenOf(res: Response): Token {
  const token: Token | undefined = res.locals.token
  if (!token) throw new Error('a route asks for its token but does not require one')
  return token
}
