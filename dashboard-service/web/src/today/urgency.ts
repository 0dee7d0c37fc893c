import type { Figures } from '../api/shapes.ts'

export interface SchoolLine extends Figures {
  readonly id: number
  readonly name: string
  /** undefined: not known (yet), which is never shown as 0. */
  readonly fevers: number | undefined
  readonly inside: number | undefined
  readonly timeZone: string | undefined
}

/** Fevers come first, then the share of people of whom nobody knows where they are. Schools without school today come last. */
export function byUrgency(a: SchoolLine, b: SchoolLine): number {
  return (
    (b.fevers ?? 0) - (a.fevers ?? 0) || shareMissing(b) - shareMissing(a) || b.enrolled - a.enrolled || a.id - b.id
  )
}

const shareMissing = ({ enrolled, absent, notRecorded }: Figures): number =>
  enrolled === 0 ? -1 : (absent + notRecorded) / enrolled
