import { type PeriodVerdict, periodVerdict } from '@rollcall/domain'
import type { PersonDays } from './person-days.ts'
import type { Presence } from './presence.ts'
import { CODES } from './row-kind.ts'
import type { SchoolDate } from './school-dates.ts'

/** present + absent + excused + notRecorded = enrolled, always. */
export interface Figures {
  readonly enrolled: number
  readonly present: number
  readonly absent: number
  readonly excused: number
  readonly notRecorded: number
  readonly late: number
}

export const FIGURES = ['enrolled', 'present', 'absent', 'excused', 'notRecorded', 'late'] as const
export const noFigures = (): Figures => ({ enrolled: 0, present: 0, absent: 0, excused: 0, notRecorded: 0, late: 0 })

export const sum = (all: Iterable<Figures>): Figures => combine(all, 1)
export const difference = (now: Figures, then: Figures): Figures => {
  const result: Record<string, number> = {}
  for (const figure of FIGURES) result[figure] = now[figure] - then[figure]
  return result as unknown as Figures
}

function combine(all: Iterable<Figures>, times: 1 | -1): Figures {
  const total: Record<(typeof FIGURES)[number], number> = { ...noFigures() }
  for (const each of all) for (const figure of FIGURES) total[figure] += times * each[figure]
  return total
}

/** Of one of the dates. */
export function dayFigures({ people }: Presence, place: number): Figures {
  const counts = [0, 0, 0, 0, 0]
  let late = 0
  for (const each of people) {
    const code = each.code(place)
    counts[code] = (counts[code] ?? 0) + 1
    if (each.isLate(place)) late++
  }
  const [, present = 0, excused = 0, notRecorded = 0, absent = 0] = counts
  return { enrolled: present + excused + notRecorded + absent, present, absent, excused, notRecorded, late }
}

/** A person's week or month: undefined where they are enrolled on none of its days. */
export function personsPeriod(person: PersonDays, dates: readonly SchoolDate[]): PeriodVerdict | undefined {
  return periodVerdict(daysOf(person, dates))
}

export function daysOf(person: PersonDays, dates: readonly SchoolDate[]) {
  const days = { present: 0, excused: 0, absent: 0, counted: 0, inProgress: 0, late: 0 }
  for (let i = 0; i < dates.length; i++) {
    const code = person.code(i)
    if (code === CODES.none) continue
    if (person.isLate(i)) days.late++
    if (code !== CODES.present && !dates[i]?.over) {
      days.inProgress++
      continue
    }
    days.counted++
    if (code === CODES.present) days.present++
    else if (code === CODES.excused) days.excused++
    else days.absent++
  }
  return days
}

/** People, by what their week or month comes to; late: those who were at least once. */
export function periodFigures(presence: Presence): Figures {
  const total = { ...noFigures() } as Record<(typeof FIGURES)[number], number>
  for (const person of presence.people) {
    const judged = personsPeriod(person, presence.dates)
    if (!judged) continue
    total.enrolled++
    total[judged.status === 'not-recorded' ? 'notRecorded' : judged.status]++
    if (person.wasLate) total.late++
  }
  return total
}
