import { type AttendanceRecord, addDays, eventId, type LocalDate } from '@rollcall/domain'
import { schoolDaysUntil } from './calendar.ts'
import { Chance } from './chance.ts'
import { dayAtSchool, type SchoolDate, type Step, schoolDate, zoneOf } from './day-at-school.ts'
import type { District, School } from './district.ts'
import { enrolledOn, type Member } from './people.ts'

/** A date, and those of the schools that had school on it. */
export interface PastDay {
  readonly date: LocalDate
  readonly schools: readonly School[]
}

/** Each school's last days up to its own yesterday; newest first. */
export function pastDays(district: District, days: number, now: number): PastDay[] {
  const byDate = new Map<LocalDate, School[]>()
  for (const school of district.schools) {
    const yesterday = addDays(zoneOf(school.timeZone).dayAt(now).date, -1)
    for (const date of schoolDaysUntil(school, yesterday, days)) byDate.set(date, [...(byDate.get(date) ?? []), school])
  }
  return [...byDate].map(([date, schools]) => ({ date, schools })).sort((a, b) => (a.date < b.date ? 1 : -1))
}

/** Who came to a school, and what they did. */
export function* comersOf(
  district: District,
  school: School,
  today: SchoolDate,
): Generator<{ member: Member; steps: Step[] }> {
  for (const member of enrolledOn(district, school, today.date)) {
    const steps = dayAtSchool(today, member)
    if (steps.length > 0) yield { member, steps }
  }
}

/** The records of all that, person by person. */
export function* recordsOf(
  district: District,
  school: School,
  date: LocalDate,
  devices: readonly number[] = [],
): Generator<AttendanceRecord[]> {
  const today = schoolDate(district.seed, school, date)
  for (const { member, steps } of comersOf(district, school, today)) {
    const chance = new Chance(district.seed, member.number, today.day, 42)
    yield steps.map(({ type, at, temperature }) => ({
      v: 1,
      id: eventId(member.id, type, at),
      userId: member.id,
      schoolId: school.id,
      type,
      at: new Date(at).toISOString(),
      localDate: date,
      temperature,
      image: null,
      deviceId: devices.length > 0 ? chance.pick(devices) : null,
      receivedAt: new Date(at + chance.integer(60, 600)).toISOString(),
    }))
  }
}
