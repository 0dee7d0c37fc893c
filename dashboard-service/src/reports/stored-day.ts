import { type Day, type DayFlag, isFever } from '@rollcall/domain'

const ms = (column: string) => `date_part('epoch', ${column}) * 1000`

/** A row of user_days as `storedDay` reads it. */
export const STORED_DAY = `day.user_id IS NOT NULL AS known, day.came, ${ms('day.first_in')} AS "firstIn",
  ${ms('day.last_out')} AS "lastOut", day.inside_ms AS "insideMs", ${ms('day.inside_since')} AS "insideSince",
  day.highest_temperature AS "highestTemperature", day.flags, day.mark, day.events`

export interface StoredDayRow {
  readonly known: boolean
  readonly came: boolean
  readonly firstIn: number | null
  readonly lastOut: number | null
  readonly insideMs: number
  readonly insideSince: number | null
  readonly highestTemperature: number | null
  readonly flags: DayFlag[]
  readonly mark: string | null
  readonly events: number
}

/** What the ledger keeps of a person's date, as domain knows it. */
export function storedDay(row: StoredDayRow): Day | null {
  if (!row.known) return null
  const { came, firstIn, lastOut, insideMs, insideSince, highestTemperature, flags, mark, events } = row
  const fever = isFever(highestTemperature)
  return { came, firstIn, lastOut, insideMs, insideSince, highestTemperature, fever, flags, mark, events }
}
