import type { Request } from 'express'
import { isSafe, originOf } from '../access/same-origin.ts'
import { sessionSecretOf } from '../access/session.ts'
import type { SessionStore } from '../access/session-store.ts'
import type { TokenDirectory } from '../access/token-directory.ts'
import { Problem, problems } from '../http/problem.ts'
import type { Authentication } from './api.ts'
import { type Caller, callerOfToken } from './caller.ts'

export const notFromOurPages = () =>
  new Problem(403, 'cross-site', 'A change by session takes a request of our own pages', {
    detail: 'Send the header Origin with our own address, or use a key',
  })

function callerByKey(tokens: TokenDirectory, header: string): Caller {
  const token = tokens.authenticate(header)
  if (!token) throw problems.unauthorized()
  return callerOfToken(token)
}

/** By key alone. A key that is given and not valid is told so, even where none would be needed. */
export const byKey = (tokens: TokenDirectory): Authentication => ({
  callerOf({ headers }) {
    return headers.authorization === undefined ? undefined : callerByKey(tokens, headers.authorization)
  },
})

/**
 * By key or by session. A key comes first: it is sent on purpose. A session that is over is none, so that the cookie of
 * yesterday does not keep anybody from signing in.
 */
export const byKeyOrSession = (tokens: TokenDirectory, sessions: Pick<SessionStore, 'find'>): Authentication => ({
  async callerOf(req: Request, { required = true } = {}) {
    if (req.headers.authorization !== undefined) return callerByKey(tokens, req.headers.authorization)
    const secret = sessionSecretOf(req.headers)
    const session = secret === undefined ? undefined : await sessions.find(secret)
    if (!session) return undefined
    if (isSafe(req) || originOf(req) === 'same') return session.caller
    if (required) throw notFromOurPages()
    return undefined
  },
})
