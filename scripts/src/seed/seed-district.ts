import { utcDate } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import { insertAdmins } from './admins.ts'
import { beginDistrict } from './begin-district.ts'
import { schoolYearOf } from './calendar.ts'
import { insertDevices } from './devices.ts'
import { type District, totalOf } from './district.ts'
import { grouped, type Progress, showProgress } from './progress.ts'
import type { SeedOptions } from './seed-options.ts'
import { writePastDays } from './write-past-days.ts'
import { writePeople } from './write-people.ts'
import { writeTerms } from './write-terms.ts'

export interface Seeding {
  readonly pool: Pool
  readonly options: SeedOptions
  /** How many transactions at a time. */
  readonly writers: number
  readonly adminPassword?: string | undefined
  readonly now: number
  readonly signal?: AbortSignal | undefined
  readonly say: (line: string) => void
}

/** All that `yarn seed` makes. What is there already stays as it is. */
export async function seedDistrict(seeding: Seeding): Promise<District> {
  const { pool, options, now, say, signal, writers, adminPassword } = seeding
  const { seed, schools, users, days } = options
  const wanted = { kind: 'seed' as const, seed, schools, users, year: schoolYearOf(utcDate(now)) }
  const { district, isNew } = await beginDistrict(pool, wanted, async (client, district) => {
    await insertAdmins(client, district, adminPassword)
    await insertDevices(client, district)
  })
  const { people, lastSchool, lastUser } = totalOf(district)
  const [first] = district.schools
  say(
    `${isNew ? 'District' : 'This district is begun already:'} ${grouped(schools)} schools (${first?.id} to ${lastSchool}) ` +
      `with ${grouped(people)} people (${first?.firstUser} to ${lastUser})`,
  )
  const made = await withProgress(showProgress('people', people, 'people'), (progress) =>
    writePeople({ pool, district, writers, signal, written: (count) => progress.add(count) }),
  )
  // What was written by the million has no statistics to plan by until autovacuum comes along.
  if (made > 0) await pool.query('ANALYZE roster.users, roster.enrolments, roster.classes')
  await writeTerms(pool, district, days, now)
  let records = 0
  if (days > 0) {
    let progress: Progress | undefined
    try {
      records = await writePastDays({
        ...{ pool, district, writers, signal, days, now },
        begins: (all) => {
          progress = showProgress('past days', all, 'days of people')
        },
        written: (count) => progress?.add(count),
      })
    } finally {
      progress?.stop()
    }
    if (records > 0) await pool.query('ANALYZE attendance.events, attendance.user_days, attendance.school_days')
  }
  say(
    made + records > 0 || isNew
      ? `Made: ${grouped(made)} people, ${grouped(records)} records of past days`
      : 'All of it is there already: nothing was written',
  )
  return district
}

async function withProgress<T>(progress: Progress, work: (progress: Progress) => Promise<T>): Promise<T> {
  try {
    return await work(progress)
  } finally {
    progress.stop()
  }
}
