import type { Figures } from '../api/shapes.ts'
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

export const comparedWith = (previous: (Figures & { to: string }) | null, figure: keyof Figures): string =>
  previous === null
    ? texts.today.noComparison
    : texts.today.compared(formatNumber(previous[figure]), formatLocalDate(previous.to))
