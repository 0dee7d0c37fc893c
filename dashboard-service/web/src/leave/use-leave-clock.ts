import { addDays, isoWeekday } from '@rollcall/domain'
import { useQuery } from '@tanstack/react-query'
import { schoolsQuery } from '../api/queries.ts'
import { texts } from '../texts/texts.ts'
import { formatDateTime } from '../time/school-time.ts'

export interface LeaveClock {
  /** The date at the school; of several, where most of them are. undefined: not read yet. */
  readonly today: string | undefined
  /** In the school's zone; of several schools in UTC, since they need not have one clock. */
  readonly time: (at: string) => string
}

export function useLeaveClock(): LeaveClock {
  const { data: schools, error } = useQuery(schoolsQuery)
  const [only] = schools?.length === 1 ? schools : []
  const utc = new Date().toISOString().slice(0, 10)
  const today = schools ? (mostOf(schools.map(({ localDate }) => localDate)) ?? utc) : error ? utc : undefined
  const time = (at: string) => (only ? formatDateTime(at, only.timeZone) : texts.leave.utc(formatDateTime(at, 'UTC')))
  return { today, time }
}

/** Monday to Sunday. */
export function weekOf(date: string): { from: string; to: string } {
  const from = addDays(date, 1 - isoWeekday(date))
  return { from, to: addDays(from, 6) }
}

function mostOf(dates: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const date of dates) counts.set(date, (counts.get(date) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0]
}
