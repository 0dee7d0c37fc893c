import type { Right } from '../api/shapes.ts'
import { texts } from '../texts/texts.ts'

export interface Place {
  readonly to: string
  readonly label: string
  /** Who has it not is not shown the way. The server decides anyway. */
  readonly right: Right
}

export const PLACES: readonly Place[] = [
  { to: '/today', label: texts.navigation.today, right: 'attendance.read' },
  { to: '/evacuation', label: texts.navigation.evacuation, right: 'attendance.read' },
  { to: '/month', label: texts.navigation.month, right: 'attendance.read' },
  { to: '/leave', label: texts.leave.title, right: 'leave.read' },
]
