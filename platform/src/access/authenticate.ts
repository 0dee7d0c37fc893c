import type { RequestHandler, Response } from 'express'
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

export function tokenOf(res: Response): Token {
  const token: Token | undefined = res.locals.token
  if (!token) throw new Error('a route asks for its token but does not require one')
  return token
}
