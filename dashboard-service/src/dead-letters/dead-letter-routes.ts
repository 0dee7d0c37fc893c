import type { Doubt } from '@rollcall/ledger'
import type { Collection, DeadLetter, DeadLetterStore, Pool, Route } from '@rollcall/platform'
import { BulkChanges } from './bulk-changes.ts'
import { bulkRoutes } from './bulk-routes.ts'
import { LetterChanges } from './letter-changes.ts'
import { LetterQueries } from './letter-queries.ts'
import { letterRoutes } from './letter-routes.ts'

/** All calls about dead letters. */
export function deadLetterRoutes(parts: {
  letters: Collection<DeadLetter>
  store: DeadLetterStore
  pool: Pool
  doubt: Doubt
}): Route[] {
  const queries = new LetterQueries(parts.letters)
  const changes = new LetterChanges(parts)
  return [...letterRoutes({ queries, changes }), ...bulkRoutes(new BulkChanges(queries, changes))]
}
