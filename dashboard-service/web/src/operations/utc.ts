import { formatNumber, texts } from '../texts/texts.ts'
import { formatAge, formatDateTime, formatSeconds } from '../time/school-time.ts'

/** What is of no school has the servers' time, which is UTC, and says so. */
export const utcSeconds = (at: string): string => formatSeconds(at, 'UTC')
export const utcDateTime = (at: string | null): string =>
  at === null ? texts.operations.unknown : texts.operations.utc(formatDateTime(at, 'UTC'))

export const took = (milliseconds: number | null): string => {
  if (milliseconds === null) return texts.operations.unknown
  if (milliseconds < 1_000) return texts.operations.tasks.milliseconds(formatNumber(milliseconds))
  return formatAge(milliseconds)
}
