import type { Pool } from '@rollcall/platform'

/**
 * True once in the life of an installation: to the first instance that asks. That a topic is empty would not be enough to know
 * that nothing was forgotten, for the first record may be on its way while Redis is lost and another instance starts.
 */
export async function isFirstOpening(pool: Pool, topic: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    'UPDATE operations.topics SET gate_opened_at = now() WHERE name = $1 AND gate_opened_at IS NULL',
    [topic],
  )
  return rowCount === 1
}
