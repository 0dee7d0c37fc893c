import {
  type Correction,
  correctedTimeline,
  type Day,
  type DayEvent,
  type EventKey,
  isMark,
  type LocalDate,
  TimeZoneDays,
  undoneCorrections,
} from '@rollcall/domain'
import { type Pool, type PoolClient, sqlState } from '@rollcall/platform'
import { type FoldedDay, foldStored } from './fold-days.ts'
import type { Doubt } from './gate-doubt.ts'
import { withDaysLocked } from './lock-days.ts'
import type { LockedDays } from './school-day.ts'
import { writeDays } from './write-days.ts'

/** What an admin wants to change of a person's date. */
export type NewCorrection = {
  readonly userId: number
  readonly schoolId: number
  readonly localDate: LocalDate
  readonly reason: string
  readonly madeBy: string
  /** The version of the person's day that the admin saw: another one since, and nothing is changed. */
  readonly expected?: string | undefined
} & (
  | { readonly kind: 'void'; readonly target: EventKey }
  | { readonly kind: 'add'; readonly event: DayEvent }
  | { readonly kind: 'amend'; readonly target: EventKey; readonly event: DayEvent }
  | { readonly kind: 'mark'; readonly status: string }
  | { readonly kind: 'undo'; readonly undoes: number }
)

export interface Preview {
  /** null when nothing was known of the person's date. */
  readonly before: Day | null
  readonly after: Day
}

/** Done in the transaction of a correction: its line in the audit log. */
export type Alongside = (client: PoolClient, corrected: Corrected) => Promise<void>

export interface Corrected extends Preview {
  readonly id: number
  /** Of the school's day, with this correction in it. */
  readonly version: number
  /** Of the person's day, with this correction in it. */
  readonly dayVersion: string
}

/**
 * A person's day has another version with every event and correction: neither is ever deleted. (The school's day has one too,
 * and it changes with everybody who comes in.)
 */
export const dayVersion = (events: readonly unknown[], corrections: readonly { readonly id: number }[]): string =>
  `${events.length}.${corrections.reduce((newest, { id }) => Math.max(newest, id), 0)}`

export type CorrectionErrorCode =
  | 'no-such-event'
  | 'already-void'
  | 'event-exists'
  | 'wrong-date'
  | 'unknown-mark'
  | 'no-such-correction'
  | 'already-undone'
  | 'other-school'
  | 'unknown-person'
  | 'unknown-school'
  | 'changed-meanwhile'

/** The correction makes no sense as things stand; nothing was changed. */
export class CorrectionError extends Error {
  readonly code: CorrectionErrorCode
  constructor(code: CorrectionErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export const correct = (
  pool: Pool,
  doubt: Doubt,
  correction: NewCorrection,
  alongside?: Alongside,
): Promise<Corrected> =>
  withDaysLocked(pool, [correction], async (client, locked) => {
    const corrected = await make(client, locked, correction)
    await alongside?.(client, corrected)
    // Before the commit: a gate that still thinks it knows the person might suppress a check-in that counts from now on.
    await doubt.raise([correction])
    return corrected
  }).catch(explain)

/** What the correction would do; nothing is kept of it. */
export async function preview(pool: Pool, correction: NewCorrection): Promise<Preview> {
  let seen: Corrected | undefined
  const rollBack = new Error('a preview is never committed')
  await withDaysLocked(pool, [correction], async (client, locked) => {
    seen = await make(client, locked, correction)
    throw rollBack
  }).catch((error) => {
    if (error !== rollBack) explain(error)
  })
  if (!seen) throw rollBack
  return { before: seen.before, after: seen.after }
}

async function make(client: PoolClient, locked: LockedDays, correction: NewCorrection): Promise<Corrected> {
  const { localDate, schoolId } = correction
  const person = [correction]
  const [before] = await foldStored(client, locked, localDate, person)
  if (!before || before.schoolId !== schoolId)
    throw new CorrectionError('other-school', "another school keeps this person's date")
  if (correction.expected !== undefined && correction.expected !== dayVersion(before.events, before.corrections))
    throw new CorrectionError('changed-meanwhile', 'this day has changed since it was looked at')
  refuse(correction, before)
  await refuseOtherDate(client, correction)
  const id = await insert(client, correction)
  const folded = await foldStored(client, locked, localDate, person)
  const [after] = folded
  const [day] = await writeDays(client, folded)
  if (!after || !day) throw new Error('a corrected day was not written')
  const known = before.events.length > 0 || before.corrections.length > 0
  return {
    id,
    before: known ? before.day : null,
    after: after.day,
    version: day.version,
    dayVersion: dayVersion(after.events, after.corrections),
  }
}

const same = (a: EventKey) => (b: EventKey) => a.at === b.at && a.type === b.type

function refuse(correction: NewCorrection, stored: FoldedDay): void {
  const timeline = correctedTimeline(stored.events, stored.corrections)
  const { kind } = correction
  if (kind === 'void' || kind === 'amend') refuseTarget(correction.target, stored, timeline)
  if (kind === 'add' || kind === 'amend') {
    const replaced = kind === 'amend' && same(correction.target)(correction.event)
    if (!replaced && timeline.some(same(correction.event)))
      throw new CorrectionError('event-exists', 'there is such an event at this time already')
  }
  if (kind === 'mark' && !isMark(correction.status))
    throw new CorrectionError('unknown-mark', 'this is no mark that can be set by hand')
  if (kind === 'undo') refuseUndo(correction.undoes, stored.corrections)
}

function refuseTarget(target: EventKey, stored: FoldedDay, timeline: readonly DayEvent[]): void {
  if (timeline.some(same(target))) return
  const everThere = [
    ...stored.events,
    ...stored.corrections.flatMap((each) => (each.kind === 'add' || each.kind === 'amend' ? each.event : [])),
  ]
  if (everThere.some(same(target))) throw new CorrectionError('already-void', 'this event is void already')
  throw new CorrectionError('no-such-event', 'there is no such event on this date')
}

function refuseUndo(undoes: number, corrections: readonly Correction[]): void {
  if (!corrections.some((each) => each.id === undoes))
    throw new CorrectionError('no-such-correction', "there is no such correction of this person's date")
  if (undoneCorrections(corrections).has(undoes))
    throw new CorrectionError('already-undone', 'this correction is undone already')
}

/** The date follows from the time, here as at the edge: an event counted on another date could be counted twice. */
async function refuseOtherDate(client: PoolClient, correction: NewCorrection): Promise<void> {
  if (correction.kind !== 'add' && correction.kind !== 'amend') return
  const { rows } = await client.query('SELECT time_zone FROM roster.schools WHERE id = $1', [correction.schoolId])
  const { date } = new TimeZoneDays(rows[0].time_zone).dayAt(correction.event.at)
  if (date !== correction.localDate)
    throw new CorrectionError('wrong-date', `at the school this time lies on ${date}, not on ${correction.localDate}`)
}

const instant = (at: number | undefined) => (at === undefined ? null : new Date(at))

async function insert(client: PoolClient, correction: NewCorrection): Promise<number> {
  const { kind } = correction
  const target = kind === 'void' || kind === 'amend' ? correction.target : undefined
  const event = kind === 'add' || kind === 'amend' ? correction.event : undefined
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO attendance.corrections
       (kind, user_id, school_id, local_date, target_at, target_type, at, type, temperature, status, undoes, reason, made_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     RETURNING id`,
    [
      kind,
      correction.userId,
      correction.schoolId,
      correction.localDate,
      instant(target?.at),
      target?.type,
      instant(event?.at),
      event?.type,
      event?.temperature,
      kind === 'mark' ? correction.status : null,
      kind === 'undo' ? correction.undoes : null,
      correction.reason,
      correction.madeBy,
    ],
  )
  const [row] = rows
  if (!row) throw new Error('a correction was not inserted')
  return row.id
}

const FOREIGN_KEY_VIOLATION = '23503'

function explain(error: unknown): never {
  if (sqlState(error) === FOREIGN_KEY_VIOLATION && error instanceof Error && 'constraint' in error) {
    if (error.constraint === 'corrections_user_id_fkey')
      throw new CorrectionError('unknown-person', 'there is no such person')
    throw new CorrectionError('unknown-school', 'there is no such school')
  }
  throw error
}
