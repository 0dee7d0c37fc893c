import type { VersionedCalendar, WholeCalendar } from '../../api/roster.ts'
import { formatNumber, texts } from '../../texts/texts.ts'

export type Holiday = WholeCalendar['holidays'][number]
export type Term = WholeCalendar['terms'][number]

export interface CalendarDraft {
  readonly weekdays: readonly number[]
  readonly holidays: readonly Holiday[]
  readonly terms: readonly Term[]
  readonly opensAt: string
  readonly closesAt: string
  readonly lateAfterMinutes: string
}

export const calendarDraft = ({ version: _, lateAfterMinutes, ...rest }: VersionedCalendar): CalendarDraft => ({
  ...rest,
  lateAfterMinutes: String(lateAfterMinutes),
})

export const calendarBody = ({ lateAfterMinutes, ...rest }: CalendarDraft) => ({
  ...rest,
  lateAfterMinutes: /^\d+$/.test(lateAfterMinutes) ? Number(lateAfterMinutes) : lateAfterMinutes,
})

const t = texts.settings.calendar

/** A field in words: for whoever is told that somebody else has changed it. */
export function tellCalendar(field: keyof CalendarDraft, now: CalendarDraft): readonly [string, string] {
  const names = (entries: readonly { name: string }[]) =>
    t.holidayCount(formatNumber(entries.length), entries.map(({ name }) => name).join(', '))
  switch (field) {
    case 'weekdays':
      return [t.weekdays, now.weekdays.map((day) => t.weekday[day - 1]).join(', ')]
    case 'holidays':
      return [t.holidays, names(now.holidays)]
    case 'terms':
      return [t.terms, names(now.terms)]
    case 'opensAt':
      return [texts.settings.schools.opensAt, now.opensAt]
    case 'closesAt':
      return [texts.settings.schools.closesAt, now.closesAt]
    case 'lateAfterMinutes':
      return [texts.settings.schools.lateAfter, now.lateAfterMinutes]
  }
}
