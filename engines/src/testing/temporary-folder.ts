import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Among those in which the next run of the tests looks for engines that this one has left (tests/setup).
 * Closed to others, as a checkout below /root is: Postgres' user has to get in all the same.
 */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(process.env.TEST_PRIVATE_FOLDERS ?? tmpdir(), 'rollcall-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
