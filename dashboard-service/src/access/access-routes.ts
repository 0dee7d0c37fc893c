import {
  type ChangeNotice,
  type Logger,
  type Pool,
  type Route,
  type SessionStore,
  TokenStore,
} from '@rollcall/platform'
import { AdminQueries } from '../admins/admin-queries.ts'
import { adminRoutes } from '../admins/admin-routes.ts'
import { AdminStore } from '../admins/admin-store.ts'
import { auditRoutes } from '../audit/audit-routes.ts'
import { KeyQueries } from '../keys/key-queries.ts'
import { keyRoutes } from '../keys/key-routes.ts'
import { KeyStore } from '../keys/key-store.ts'
import { PasswordChange } from '../sessions/password-change.ts'
import { sessionRoutes } from '../sessions/session-routes.ts'
import { SignIn } from '../sessions/sign-in.ts'
import { SignInLimit } from '../sessions/sign-in-limit.ts'

export interface AccessParts {
  readonly pool: Pool
  readonly sessions: SessionStore
  readonly notice: Pick<ChangeNotice, 'tell'>
  readonly log: Logger
}

/** Who may call: sessions, admins, keys, and the log of what they did. */
export function accessRoutes({ pool, sessions, notice, log }: AccessParts): Route[] {
  const limit = new SignInLimit(pool)
  const keys = new KeyQueries(pool)
  return [
    ...sessionRoutes({
      pool,
      sessions,
      signIn: new SignIn({ pool, sessions, limit, log }),
      passwordChange: new PasswordChange({ pool, sessions, limit }),
    }),
    ...adminRoutes({ pool, admins: new AdminQueries(pool), store: new AdminStore(pool) }),
    ...keyRoutes({ keys, store: new KeyStore(pool, new TokenStore(pool), keys), notice }),
    ...auditRoutes(pool),
  ]
}
