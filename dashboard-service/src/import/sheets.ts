import { classSheet } from './class-sheet.ts'
import { peopleSheet } from './people-sheet.ts'
import { schoolSheet } from './school-sheet.ts'
import type { ImportKind, Sheet } from './sheet.ts'

export const sheets: Readonly<Record<ImportKind, Sheet>> = {
  schools: schoolSheet,
  classes: classSheet,
  people: peopleSheet,
}
