import type { ChangeNotice, Logger, Pool, Route } from '@rollcall/platform'
import { RosterChanges } from '../roster-changes/roster-changes.ts'
import { SchoolList } from '../schools/school-list.ts'
import { schoolRecordRoutes } from '../schools/school-record-routes.ts'
import { SchoolStore } from '../schools/school-store.ts'
import { UserQueries } from './user-queries.ts'
import { userRoutes } from './user-routes.ts'
import { UserStore } from './user-store.ts'

/** Everything about schools, their classes and calendars, and their people. */
export function peopleParts(
  pool: Pool,
  notice: ChangeNotice,
  _log: Logger,
): { routes: Route[]; stop: () => Promise<void> } {
  const changes = new RosterChanges(pool, notice)
  return {
    routes: [
      ...schoolRecordRoutes(new SchoolList(pool), new SchoolStore(changes)),
      ...userRoutes(new UserQueries(pool), new UserStore(changes)),
    ],
    stop: async () => {},
  }
}
