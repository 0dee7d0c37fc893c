import { writeCursor } from '@rollcall/platform'
import { beginMorning } from '../district.ts'
import { whole } from '../figures.ts'
import type { Progress } from '../progress.ts'
import type { Stage } from '../stage.ts'
import { Asker } from './ask.ts'
import { lastDate, PAGE, type ReadDistrict, readDistrict, schoolsOf } from './read-district.ts'
import { type Read, readsOf } from './reads.ts'
import type { ReadsResult, ReadTimes } from './reads-result.ts'
import { RowsRead } from './rows-read.ts'
import { seedReads } from './seed-reads.ts'
import { type Latency, timeRead } from './time-reads.ts'
import { underLoad } from './under-load.ts'

/** The page of that name; fewer where there are fewer records. */
const DEEP_PAGE = 10_000

/** A large district with a month behind it, and how fast dashboard-service reads it. */
export async function measureReads(stage: Stage, progress: Progress): Promise<ReadsResult> {
  const { pool } = stage.stack
  const { apiKey } = stage
  await beginMorning(stage.stack)
  const { readSchools: schools, readPeople: peopleEach } = stage.options
  const district = await readDistrict(pool, { schools, peopleEach }, new Date())
  const seeded = await seedReads(pool, district, DEEP_PAGE * PAGE, (what) => progress.step(`reads: ${what}`))
  progress.done(
    `reads: ${whole(seeded.dayRows)} day rows and ${whole(seeded.events)} events seeded in ${Math.round(seeded.seconds)} s`,
  )
  const page = Math.min(DEEP_PAGE, Math.max(1, Math.floor(seeded.events / PAGE)))
  const deep = await placeBefore(stage, district, (page - 1) * PAGE)
  const reads = readsOf(district, deep)
  const dashboard = await stage.service('dashboard-service')
  const [times, load] = await stage.running(dashboard, async () => {
    const asker = new Asker(dashboard.url, apiKey, 1)
    const times: ReadTimes[] = []
    for (const read of reads) {
      progress.step(`reads: ${read.name}`)
      times.push(await measure(stage, read, { asker, district, deep }))
      progress.done(`reads: ${textOf(times.at(-1))}`)
    }
    asker.close()
    progress.step('reads: 64 readers, quiet and while records come in')
    const load = await underLoad(stage, { district, url: dashboard.url, reads })
    progress.done(`reads: 64 readers: p95 ${load.quiet.p95} ms, under load ${load.loaded.p95} ms`)
    return [times, load] as const
  })
  return {
    schools,
    peopleEach,
    dayRows: seeded.dayRows,
    events: seeded.events,
    seedSeconds: Math.round(seeded.seconds),
    deepPage: page,
    reads: times,
    readers: load,
  }
}

async function measure(
  stage: Stage,
  read: Read,
  parts: { asker: Asker; district: ReadDistrict; deep: string },
): Promise<ReadTimes> {
  const { asker, district, deep } = parts
  const { cold, cached } = await timeRead(asker, read, schoolsOf(district))
  const rowsRead = await new RowsRead(stage.stack.pool, district, deep).of(read, district.firstSchool)
  return { name: read.name, cold, cached, rowsRead, rowsNeeded: await needed(stage, read, district) }
}

/** The list's own order: by date, then by school, then by time. Answers with the cursor after so many records. */
async function placeBefore(stage: Stage, district: ReadDistrict, records: number): Promise<string> {
  const { rows } = await stage.stack.pool.query({
    text: `SELECT utc_date, school_id, date_part('epoch', at) * 1000, user_id, type FROM attendance.events
       WHERE utc_date <= $1 ORDER BY utc_date DESC, school_id DESC, at DESC, user_id DESC, type DESC
       OFFSET $2 LIMIT 1`,
    values: [lastDate(district), Math.max(0, records - 1)],
    rowMode: 'array',
  })
  return writeCursor(rows[0] ?? [])
}

/**
 * What stands behind an answer: of everybody of the school the enrolment, and the row of each date (with leave, where there is
 * some); of everybody on the page the name and the class. Of a list, the records on the page.
 */
async function needed(stage: Stage, { name, from }: Read, district: ReadDistrict): Promise<number> {
  if (from === undefined) return PAGE
  const { rows } = await stage.stack.pool.query<{ rows: number }>(
    `SELECT (SELECT count(*) FROM attendance.user_days WHERE school_id = $1 AND local_date BETWEEN $2 AND $3)
       + (SELECT count(*) FROM attendance.excused_days JOIN roster.users person ON person.id = user_id
          WHERE person.school_id = $1 AND local_date BETWEEN $2 AND $3)
       + (SELECT count(*) FROM roster.enrolments WHERE school_id = $1) AS rows`,
    [district.firstSchool, from, lastDate(district)],
  )
  const names = name === 'trend' ? 0 : 2 * Math.min(PAGE, district.peopleEach)
  return (rows[0]?.rows ?? 0) + names
}

const ms = (latency: Latency | null) => (latency ? `${latency.p50} ms (p95 ${latency.p95})` : '–')
const textOf = (times: ReadTimes | undefined): string =>
  times
    ? `${times.name}: cold ${ms(times.cold)}, cached ${ms(times.cached)}, rows read ${whole(times.rowsRead)} for ${whole(times.rowsNeeded)}`
    : ''
