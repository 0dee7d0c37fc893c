import type { PersonLine } from '../api/shapes.ts'
import type { TodayFigure } from './figures.ts'

/** Whether a figure counts somebody. */
export function inList({ status, late }: Pick<PersonLine, 'status' | 'late'>, figure: TodayFigure): boolean {
  if (figure === 'enrolled') return true
  if (figure === 'late') return late
  return status === (figure === 'notRecorded' ? 'not-recorded' : figure)
}
