import type { TokenDirectory } from '../access/token-directory.ts'
import { problems } from '../http/problem.ts'
import type { Authentication } from './api.ts'
import { callerOfToken } from './caller.ts'

/** By key alone. A key that is given and not valid is told so, even where none would be needed. */
export const byKey = (tokens: TokenDirectory): Authentication => ({
  callerOf(req) {
    const header = req.headers.authorization
    if (header === undefined) return undefined
    const token = tokens.authenticate(header)
    if (!token) throw problems.unauthorized()
    return callerOfToken(token)
  },
})
