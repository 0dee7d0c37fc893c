import { CHANGES_CHANNEL, ChangeFeed } from '../changes/change-feed.ts'
import type { Names } from '../config/names.ts'
import type { Lifecycle } from '../lifecycle/lifecycle.ts'
import type { Logger } from '../log/logger.ts'
import type { Pool } from '../postgres/postgres.ts'
import { TokenDirectory } from './token-directory.ts'
import { TokenStore } from './token-store.ts'

/** The keys that every service knows by heart, and the feed that keeps them fresh. Others may listen to the feed as well. */
export async function startAccess(parts: {
  pool: Pool
  redisUrl: string
  names: Names
  lifecycle: Lifecycle
  log: Logger
}): Promise<{ tokens: TokenDirectory; changes: ChangeFeed }> {
  const { pool, redisUrl, names, lifecycle, log } = parts
  const changes = new ChangeFeed(pool, log)
  const tokens = new TokenDirectory(new TokenStore(pool), log)
  changes.listen(tokens)
  await changes.start(redisUrl, names.key(CHANGES_CHANNEL))
  lifecycle.onStop('changes', () => changes.stop())
  await tokens.start()
  lifecycle.onStop('tokens', () => tokens.stop())
  return { tokens, changes }
}
