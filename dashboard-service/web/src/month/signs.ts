import type { DayStatus } from '../api/month.ts'
import { texts } from '../texts/texts.ts'

/** A letter and a colour each: the letter alone tells. */
export const SIGNS: Record<DayStatus, { readonly sign: string; readonly label: string }> = {
  present: { sign: texts.month.signs.present, label: texts.figures.present },
  absent: { sign: texts.month.signs.absent, label: texts.figures.absent },
  excused: { sign: texts.month.signs.excused, label: texts.figures.excused },
  'not-recorded': { sign: texts.month.signs.notRecorded, label: texts.figures.notRecorded },
}
