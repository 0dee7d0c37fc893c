import type { Pool } from '@rollcall/platform'
import { districtOf, readNotes } from '../seed/district-notes.ts'
import { grouped } from '../seed/progress.ts'
import { writePastDays } from '../seed/write-past-days.ts'
import { writeTerms } from '../seed/write-terms.ts'

/** The demo has so many past school days, however long it was not started. */
export const DEMO_DAYS = 22

const WRITERS = 2

/** Writes those of the demo's past days that are missing, newest first. A seeded district has the days it was given. */
export async function fillPastDays(given: {
  readonly pool: Pool
  readonly now: number
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}): Promise<number> {
  const { pool, now, signal, say } = given
  const note = (await readNotes(pool)).find(({ kind }) => kind === 'demo')
  if (!note) return 0
  const district = districtOf(note)
  await writeTerms(pool, district, DEMO_DAYS, now)
  let isTold = false
  const written = (_people: number, records: number) => {
    if (!isTold && records > 0)
      say(`Past school days are being written, the newest first (${DEMO_DAYS} of each school)`)
    isTold ||= records > 0
  }
  const records = await writePastDays({
    ...{ pool, now, signal, written, days: DEMO_DAYS, writers: WRITERS },
    district,
  })
  if (records > 0) say(`Past school days are there: ${grouped(records)} records`)
  return records
}
