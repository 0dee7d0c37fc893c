import type { PersonLine } from '../api/shapes.ts'
import { formatNumber, texts } from '../texts/texts.ts'
import { formatTime } from '../time/school-time.ts'

/** The rule that decided about somebody's day, with its numbers, as a sentence. */
export function whyText({ rule, since, minutes, mark }: PersonLine['why'], zone: string): string {
  const write = texts.why[rule]
  if (!write) return rule
  return write({
    ...(mark !== undefined && { mark }),
    ...(since !== undefined && { since: formatTime(since, zone) }),
    ...(minutes !== undefined && { minutes: formatNumber(Math.floor(minutes)) }),
  })
}
