import { Gauge, type Pool, type Registry, remembered } from '@rollcall/platform'
import { readSchoolLife, type SchoolLife } from './school-life.ts'

const READ_EVERY_MS = 5_000

const gauges: readonly [name: string, help: string, of: keyof Omit<SchoolLife, 'timeZone'>][] = [
  ['rollcall_schools', 'Schools', 'schools'],
  ['rollcall_people_came', 'People who came today', 'came'],
  ['rollcall_people_present', 'People who count as present today', 'present'],
  ['rollcall_people_inside', 'People who are inside now', 'inside'],
  ['rollcall_people_late', 'People who came late today', 'late'],
  ['rollcall_people_with_fever', 'People with a fever today', 'fevers'],
  ['rollcall_schools_with_fever', 'Schools in which somebody has a fever today', 'schoolsWithFever'],
]

/** Today, by time zone. Every copy of the service tells the same of the same database: take the maximum, never the sum. */
export function schoolLifeMetrics(registry: Registry, pool: Pool): void {
  const read = remembered(READ_EVERY_MS, () => readSchoolLife(pool))
  for (const [name, help, of] of gauges)
    new Gauge({
      name,
      help,
      labelNames: ['time_zone'],
      registers: [registry],
      async collect() {
        // With Postgres away the other series are still worth having; an old number would look like a new one.
        const zones = await read().catch(() => [])
        this.reset()
        for (const zone of zones) this.set({ time_zone: zone.timeZone }, zone[of])
      },
    })
}
