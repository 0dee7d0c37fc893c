export type { Applied } from './apply.ts'
export type { Closed } from './close-day.ts'
export {
  type Alongside,
  type Corrected,
  CorrectionError,
  type CorrectionErrorCode,
  dayVersion,
  type NewCorrection,
  type Preview,
} from './correct.ts'
export type { Drift } from './drift.ts'
export type { FeverFollowUp } from './follow-up-fever.ts'
export { type Doubt, GateAway, GateDoubt } from './gate-doubt.ts'
export { Ledger } from './ledger.ts'
export { isPoison } from './poison.ts'
export type { Recomputed } from './recompute.ts'
export type { PersonDay, SchoolDay, VersionedDay } from './school-day.ts'
