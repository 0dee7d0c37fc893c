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
  { to: '/attendance', label: texts.navigation.attendance, right: 'attendance.read' },
  { to: '/month', label: texts.navigation.month, right: 'attendance.read' },
  { to: '/fevers', label: texts.navigation.fevers, right: 'attendance.read' },
  { to: '/evacuation', label: texts.navigation.evacuation, right: 'attendance.read' },
  { to: '/leave', label: texts.navigation.leave, right: 'leave.read' },
  { to: '/settings', label: texts.navigation.settings, right: 'people.read' },
  { to: '/access', label: texts.navigation.access, right: 'access.manage' },
  { to: '/operations', label: texts.navigation.operations, right: 'operations' },
]
