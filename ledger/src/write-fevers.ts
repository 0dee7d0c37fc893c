import { correctedTimeline, type DayEvent, isFever, type LocalDate } from '@rollcall/domain'
import type { PoolClient } from '@rollcall/platform'
import { instants, integers, plain } from './array-parameters.ts'
import type { FoldedDay } from './fold-days.ts'

export interface Fever extends DayEvent {
  readonly userId: number
  readonly schoolId: number
  readonly localDate: LocalDate
}

const FORGET = `
  DELETE FROM attendance.fever_events fever
  USING unnest($1::int[], $2::date[]) AS person (user_id, local_date)
  WHERE fever.user_id = person.user_id AND fever.local_date = person.local_date`

const NOTE = `
  INSERT INTO attendance.fever_events (user_id, at, type, school_id, local_date, temperature)
  SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::attendance.transition[], $4::int[], $5::date[], $6::numeric[])
  ON CONFLICT (user_id, at, type) DO UPDATE
    SET school_id = excluded.school_id, local_date = excluded.local_date, temperature = excluded.temperature`

/**
 * fever_events holds every reading of a fever that stands, corrections applied: what fold saw, neither more nor less. Without
 * corrections only what has just arrived can be new.
 */
export async function writeFevers(client: PoolClient, folded: readonly FoldedDay[]): Promise<void> {
  const corrected = folded.filter(isCorrected)
  if (corrected.length > 0)
    await client.query(FORGET, [
      integers(corrected.map((each) => each.userId)),
      plain(corrected.map((each) => each.localDate)),
    ])
  await noteFevers(
    client,
    folded
      .filter((each) => each.day.fever)
      .flatMap((each) => (isCorrected(each) ? feversOf(each) : feversAmong(each, each.arrived))),
  )
}

export const feverKey = (fever: Pick<Fever, 'userId' | 'at' | 'type'>) => `${fever.userId} ${fever.at} ${fever.type}`

export async function noteFevers(client: PoolClient, all: readonly Fever[]): Promise<void> {
  if (all.length === 0) return
  // One statement can't write a row twice.
  const fevers = [...new Map(all.map((fever) => [feverKey(fever), fever])).values()]
  await client.query(NOTE, [
    integers(fevers.map((each) => each.userId)),
    instants(fevers.map((each) => each.at)),
    plain(fevers.map((each) => each.type)),
    integers(fevers.map((each) => each.schoolId)),
    plain(fevers.map((each) => each.localDate)),
    plain(fevers.map((each) => each.temperature)),
  ])
}

const isCorrected = (folded: FoldedDay) => folded.corrections.length > 0

/** The readings of a fever that a person's date should have. */
export const feversOf = (folded: FoldedDay): Fever[] =>
  feversAmong(folded, correctedTimeline(folded.events, folded.corrections))

const feversAmong = ({ userId, localDate, schoolId }: FoldedDay, events: readonly DayEvent[]): Fever[] =>
  events
    .filter((event) => isFever(event.temperature))
    .map(({ at, type, temperature }) => ({ userId, localDate, schoolId, at, type, temperature }))
