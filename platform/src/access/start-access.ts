import type { Authentication } from '../api/api.ts'
import { byKeyOrSession } from '../api/authentication.ts'
import { CHANGES_CHANNEL, ChangeFeed } from '../changes/change-feed.ts'
import type { Names } from '../config/names.ts'
import type { Lifecycle } from '../lifecycle/lifecycle.ts'
import type { Logger } from '../log/logger.ts'
import type { Pool } from '../postgres/postgres.ts'
import { SessionStore } from './session-store.ts'
import { TokenDirectory } from './token-directory.ts'
import { TokenStore } from './token-store.ts'

/** Who calls: by the keys that every service knows by heart, and a feed that keeps them fresh, or by session. Others may listen to the feed as well. */
export async function startAccess(parts: {
  pool: Pool
  redisUrl: string
  names: Names
  lifecycle: Lifecycle
  log: Logger
}): Promise<{ tokens: TokenDirectory; sessions: SessionStore; authentication: Authentication; changes: ChangeFeed }> {
  const { pool, redisUrl, names, lifecycle, log } = parts
  const changes = new ChangeFeed(pool, log)
  const tokens = new TokenDirectory(new TokenStore(pool), log)
  changes.listen(tokens)
  await changes.start(redisUrl, names.key(CHANGES_CHANNEL))
  lifecycle.onStop('changes', () => changes.stop())
  await tokens.start()
  lifecycle.onStop('tokens', () => tokens.stop())
  const sessions = new SessionStore(pool)
  return { tokens, sessions, authentication: byKeyOrSession(tokens, sessions), changes }
}
