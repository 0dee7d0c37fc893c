import { setTimeout as sleep } from 'node:timers/promises'
import { TimeZoneDays } from '@rollcall/domain'

/** For tests of today: the date must not change under them, nor have begun just now. Waits a minute at most. */
export async function awayFromMidnight(...zones: readonly string[]): Promise<void> {
  const dateIn = (zone: string, at: number) => new TimeZoneDays(zone).dayAt(at).date
  const changes = (zone: string) => dateIn(zone, Date.now() - 5_000) !== dateIn(zone, Date.now() + 60_000)
  while (zones.some(changes)) await sleep(500)
}
