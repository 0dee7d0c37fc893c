import type { Aggregate, Figures } from '../api/shapes.ts'
import { formatNumber, texts } from '../texts/texts.ts'
import { formatLocalDate } from '../time/school-time.ts'

export type TodayFigure = keyof Figures | 'inside' | 'fevers'
export type Tone = 'plain' | 'good' | 'bad' | 'mark'

/** In the order in which a secretary asks. */
export const FIGURES: readonly { readonly name: TodayFigure; readonly tone: Tone }[] = [
  { name: 'notRecorded', tone: 'mark' },
  { name: 'absent', tone: 'bad' },
  { name: 'late', tone: 'mark' },
  { name: 'fevers', tone: 'bad' },
  { name: 'present', tone: 'good' },
  { name: 'inside', tone: 'good' },
  { name: 'excused', tone: 'plain' },
  { name: 'enrolled', tone: 'plain' },
]

/** Of several schools the last school days need not be one date: then none is named. */
export function comparedWith(previous: Aggregate['previous'], figure: keyof Figures): string {
  if (previous === null) return texts.today.noComparison
  const count = formatNumber(previous[figure])
  return previous.from === previous.to
    ? texts.today.compared(count, formatLocalDate(previous.to))
    : texts.today.comparedBefore(count)
}
