import { isFever } from '@rollcall/domain'
import type { FeverLine } from '../api/fevers.ts'

export const keyOf = ({ localDate, userId }: FeverLine): string => `${localDate} ${userId}`

/** Neither picked up nor found well; as GET /api/reports/fevers?open=true has it. */
export const isOpen = ({ pickedUpAt, recheck }: FeverLine): boolean =>
  pickedUpAt === null && (recheck === null || isFever(recheck))
