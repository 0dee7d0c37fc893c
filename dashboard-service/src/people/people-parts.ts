import type { ChangeNotice, Logger, Pool, Route } from '@rollcall/platform'
import { calendarRoutes } from '../calendars/calendar-routes.ts'
import { CalendarStore } from '../calendars/calendar-store.ts'
import { ClassQueries } from '../classes/class-queries.ts'
import { classRoutes } from '../classes/class-routes.ts'
import { ClassStore } from '../classes/class-store.ts'
import { YearGroupStore } from '../classes/year-group-store.ts'
import { exportRoutes } from '../export/export-routes.ts'
import { importRoutes } from '../import/import-routes.ts'
import { ImportStore } from '../import/import-store.ts'
import { Importer } from '../import/importer.ts'
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
  log: Logger,
): { routes: Route[]; stop: () => Promise<void> } {
  const changes = new RosterChanges(pool, notice)
  const imports = new ImportStore(pool)
  const importer = new Importer(pool, imports, notice, log)
  return {
    routes: [
      ...exportRoutes(pool),
      ...importRoutes(importer, imports),
      ...schoolRecordRoutes(new SchoolList(pool), new SchoolStore(changes)),
      ...classRoutes(new ClassQueries(pool), new ClassStore(changes), new YearGroupStore(changes)),
      ...calendarRoutes(new CalendarStore(pool, changes)),
      ...userRoutes(new UserQueries(pool), new UserStore(changes)),
    ],
    stop: () => importer.stop(),
  }
}
