import type { Pool, Route } from '@rollcall/platform'
import { AwayQueries } from './away-queries.ts'
import { EmployeeQueries } from './employee-queries.ts'
import { employeeRoutes } from './employee-routes.ts'
import { hrRoutes } from './hr-routes.ts'
import { LeaveNumbers } from './leave-numbers.ts'
import { LinkStore } from './link-store.ts'
import { numberRoutes } from './number-routes.ts'
import { SharedAnswers } from './shared-answers.ts'
import { SyncRequests } from './sync-requests.ts'
import { syncRoutes } from './sync-routes.ts'
import { SyncStatusQueries } from './sync-status.ts'
import { Upstream } from './upstream.ts'

/** All calls about leave. */
export function leaveRoutes(
  pool: Pool,
  settings: { HR_URL?: string | undefined; HR_TOKEN?: string | undefined },
): Route[] {
  const status = new SyncStatusQueries(pool)
  const shared = new SharedAnswers(() => status.edition())
  return [
    ...hrRoutes({ upstream: new Upstream(settings), requests: new SyncRequests(pool), status }),
    ...employeeRoutes(new EmployeeQueries(pool)),
    ...numberRoutes({ numbers: new LeaveNumbers(pool), away: new AwayQueries(pool), shared }),
    ...syncRoutes({ status, links: new LinkStore(pool) }),
  ]
}
