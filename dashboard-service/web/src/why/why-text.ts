import { formatNumber, texts } from '../texts/texts.ts'
import { formatTime } from '../time/school-time.ts'

/** A rule of the server and the numbers that it looked at. */
export interface Why {
  readonly rule: string
  readonly since?: number
  readonly minutes?: number
  readonly mark?: string
  readonly presentDays?: number
  readonly excusedDays?: number
  readonly schoolDays?: number
}

const COUNTS = ['presentDays', 'excusedDays', 'schoolDays'] as const

/** The rule that decided about somebody's day, week or month, with its numbers, as a sentence. */
export function whyText(why: Why, zone: string): string {
  const { rule, since, minutes, mark } = why
  const write = texts.why[rule]
  if (!write) return rule
  const counts = COUNTS.flatMap((name) => (why[name] === undefined ? [] : [[name, formatNumber(why[name])] as const]))
  return write({
    ...(mark !== undefined && { mark }),
    ...(since !== undefined && { since: formatTime(since, zone) }),
    ...(minutes !== undefined && { minutes: formatNumber(Math.floor(minutes)) }),
    ...Object.fromEntries(counts),
  })
}
