import type { PersonDays } from './presence.ts'
import { codeOf, isLate, kindIn } from './row-kind.ts'
import type { SchoolDate } from './school-dates.ts'
import type { DateRow, ExcuseRow } from './stored-days.ts'

export interface EnrolledRow {
  readonly userId: number
  /** "2026-09-01..2026-09-30,...": when the person is enrolled, within the dates asked for. */
  readonly spans: string
}

/** What each date of each person counts as, by the rule. */
export function judge(
  rows: readonly EnrolledRow[],
  dates: readonly SchoolDate[],
  days: readonly DateRow[],
  excuses: readonly ExcuseRow[],
): PersonDays[] {
  const place = placesOf(rows)
  const size = rows.length * dates.length
  // A person's dates lie side by side.
  const kinds = new Uint8Array(size)
  const excused = new Uint8Array(size)
  const late = new Uint8Array(size)
  for (const day of days)
    (JSON.parse(day.people) as number[]).forEach((userId, i) => {
      const at = place(userId) * dates.length + day.place
      const letter = day.kinds.charCodeAt(i)
      kinds[at] = kindIn(letter)
      if (isLate(letter)) late[at] = 1
    })
  const placeOfDate = new Map(dates.map(({ date }, i) => [date, i]))
  for (const { userId, date } of excuses) excused[place(userId) * dates.length + (placeOfDate.get(date) ?? 0)] = 1
  const enrolledOn = remember((spans) => enrolment(spans, dates))
  return rows.map(({ userId, spans }, i) => {
    const enrolled = enrolledOn(spans)
    const from = i * dates.length
    const codes = new Uint8Array(dates.length)
    for (let j = 0; j < dates.length; j++)
      if (enrolled[j]) codes[j] = codeOf(kinds[from + j] || undefined, excused[from + j] === 1, dates[j]?.over ?? true)
      else late[from + j] = 0
    return { userId, codes, late: late.subarray(from, from + dates.length) }
  })
}

/** Which of the rows is a person's. Those of a date come in the same order, so mostly it is the next one. */
function placesOf(rows: readonly EnrolledRow[]): (userId: number) => number {
  const places = new Map(rows.map(({ userId }, i) => [userId, i]))
  let last = -1
  return (userId) => {
    last = rows[last + 1]?.userId === userId ? last + 1 : (places.get(userId) ?? 0)
    return last
  }
}

function enrolment(spans: string, dates: readonly SchoolDate[]): Uint8Array {
  const ranges = spans.split(',').map((span) => span.split('..'))
  return Uint8Array.from(dates, ({ date }) => Number(ranges.some(([from = '', to = '']) => from <= date && date <= to)))
}

function remember<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const value = known.get(text) ?? compute(text)
    known.set(text, value)
    return value
  }
}
