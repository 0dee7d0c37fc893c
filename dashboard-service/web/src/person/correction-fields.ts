import type { Change, PersonsDay, TimelineEntry } from '../api/person.ts'
import { texts } from '../texts/texts.ts'
import { formatOffset, instantsOf, readClock } from '../time/local-instant.ts'
import { formatSeconds } from '../time/school-time.ts'
import type { Wish } from './wish.ts'

/** What is written into the dialog, as it is written. */
export interface Fields {
  readonly status: string
  readonly type: TimelineEntry['type']
  readonly clock: string
  /** Of a time that comes twice. */
  readonly second: boolean
  readonly temperature: string
  readonly reason: string
}

export type FieldErrors = Partial<Record<keyof Fields, string>>

export function fieldsOf(wish: Wish, day: PersonsDay): Fields {
  const empty: Fields = {
    status: day.mark ?? 'Present',
    type: 'checkin',
    clock: '',
    second: false,
    temperature: '',
    reason: '',
  }
  if (wish.kind !== 'amend') return empty
  const { type, timestamp, temperature } = wish.entry
  const clock = formatSeconds(timestamp, day.timeZone)
  const at = Date.parse(timestamp)
  const second = instantsOf(day.localDate, clock, day.timeZone).findIndex((each) => Math.abs(each - at) < 1_000) === 1
  return { ...empty, type, clock, second, temperature: temperature === null ? '' : String(temperature) }
}

/** The instants that the written time may mean; undefined while it is no time. */
export function instantsIn({ clock }: Fields, { localDate, timeZone }: PersonsDay): number[] | undefined {
  const read = readClock(clock)
  return read === undefined ? undefined : instantsOf(localDate, read, timeZone)
}

export const offsetsOf = (instants: readonly number[], zone: string): string[] =>
  instants.map((at) => formatOffset(at, zone))

/** What the server is told; or what is wrong with the fields. */
export function changeOf(wish: Wish, fields: Fields, day: PersonsDay): { change: Change } | { errors: FieldErrors } {
  const errors: Record<string, string> = {}
  if (fields.reason.trim() === '') errors.reason = texts.person.sayWhy
  if (wish.kind !== 'add' && wish.kind !== 'amend')
    return errors.reason === undefined ? { change: plainChange(wish, fields) } : { errors }
  const instants = instantsIn(fields, day)
  const at = instants?.[fields.second ? instants.length - 1 : 0]
  if (instants === undefined) errors.clock = texts.person.clockForm
  else if (at === undefined) errors.clock = texts.person.skipped
  const temperature = fields.temperature.trim() === '' ? null : Number(fields.temperature.replace(',', '.'))
  if (Number.isNaN(temperature)) errors.temperature = texts.person.noDegrees
  if (at === undefined || Object.keys(errors).length > 0) return { errors }
  const event = { type: fields.type, timestamp: timestampOf(wish, at), temperature }
  return { change: wish.kind === 'add' ? { kind: 'add', ...event } : { kind: 'amend', id: wish.entry.id, ...event } }
}

function plainChange(wish: Exclude<Wish, { kind: 'add' | 'amend' }>, { status }: Fields): Change {
  if (wish.kind === 'void') return { kind: 'void', id: wish.entry.id }
  return wish.kind === 'undo' ? { kind: 'undo', undoes: wish.line.id } : { kind: 'mark', status }
}

/** An event whose time is left as it is keeps its milliseconds. */
function timestampOf(wish: Wish, at: number): string {
  const written = new Date(at).toISOString()
  const known = wish.kind === 'amend' ? wish.entry.timestamp : written
  return Math.floor(Date.parse(known) / 1_000) * 1_000 === at ? known : written
}
