import type { InsideLine } from '../api/shapes.ts'
import { KEPT, keep, kept } from '../session/kept-me.ts'

/** Who was inside when the server last told, kept for the moment when it is gone. */
export interface KeptList {
  readonly school: { readonly id: number; readonly name: string; readonly timeZone: string }
  readonly people: readonly InsideLine[]
  readonly readAt: number
}

const listOf = (schoolId: number) => `${KEPT}inside.${schoolId}`
const marksOf = (schoolId: number) => `${KEPT}safe.${schoolId}`

export const keepList = (list: KeptList): void => keep(listOf(list.school.id), list)
export const keptList = (schoolId: number): KeptList | undefined => kept(listOf(schoolId))

/** A mark is about somebody's stay: who goes home and comes again tomorrow is not safe because of today. */
export const stayOf = ({ userId, since }: Pick<InsideLine, 'userId' | 'since'>): string => `${userId} ${since}`

export const keptMarks = (schoolId: number): ReadonlySet<string> => new Set(kept<string[]>(marksOf(schoolId)))
export const keepMarks = (schoolId: number, marks: ReadonlySet<string>): void => keep(marksOf(schoolId), [...marks])
