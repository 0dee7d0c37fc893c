import type { Request } from 'express'
import { Problem } from '../http/problem.ts'

/** The version of a row, as the header ETag and If-Match have it. */
export const etagOf = (version: number): string => `"${version}"`

/** Whoever says which version they change is told when it is no longer that one. Saying nothing is allowed. */
export function requireVersion(req: Request, version: number): void {
  const wanted = req.headers['if-match']
  if (wanted === undefined) return
  const tags = wanted.split(',').map((tag) => tag.trim())
  if (tags.includes('*') || tags.includes(etagOf(version))) return
  throw new Problem(412, 'precondition-failed', 'It has been changed since the version in If-Match', {
    detail: `Its version is ${etagOf(version)} now`,
  })
}
