import { PersonDays } from './person-days.ts'
import { codeOf, isLate, kindIn } from './row-kind.ts'
import type { SchoolDate } from './school-dates.ts'
import type { DateRow, ExcuseRow } from './stored-days.ts'

/** People who are enrolled at the same times. */
export interface EnrolledRow {
  /** "2026-09-01..2026-09-30,...": when that is, within the dates asked for. */
  readonly spans: string
  /** `[1,2,...]` */
  readonly people: string
}

export interface Enrolled {
  readonly userId: number
  readonly spans: string
}

/** By id. */
export const enrolledOf = (rows: readonly EnrolledRow[]): Enrolled[] =>
  rows
    .flatMap(({ spans, people }) => (JSON.parse(people) as number[]).map((userId) => ({ userId, spans })))
    .sort((a, b) => a.userId - b.userId)

/** What each date of each person counts as, by the rule. */
export function judge(
  enrolled: readonly Enrolled[],
  dates: readonly SchoolDate[],
  days: readonly DateRow[],
  excuses: readonly ExcuseRow[],
): PersonDays[] {
  const ids = Int32Array.from(enrolled, ({ userId }) => userId)
  const place = placesOf(ids)
  const width = dates.length
  const size = enrolled.length * width
  // The kinds of all rows, which become what they count as.
  const codes = new Uint8Array(size)
  const late = new Uint8Array(size)
  const excused = new Uint8Array(size)
  for (const day of days) {
    const people = JSON.parse(day.people) as number[]
    const { kinds } = day
    for (let i = 0, next = 0; i < people.length; i++) {
      const userId = people[i] ?? 0
      // They come in the same order, so mostly it is the next one.
      const row = ids[next] === userId ? next : place(userId)
      next = row + 1
      const letter = kinds.charCodeAt(i)
      codes[row * width + day.place] = kindIn(letter)
      if (isLate(letter)) late[row * width + day.place] = 1
    }
  }
  const placeOfDate = new Map(dates.map(({ date }, i) => [date, i]))
  for (const { userId, date } of excuses) excused[place(userId) * width + (placeOfDate.get(date) ?? 0)] = 1
  const over = dates.map((date) => date.over)
  const whenOf = remember((spans) => whenEnrolled(spans, dates))
  return enrolled.map(({ userId, spans }, i) => {
    const when = whenOf(spans)
    const from = i * width
    for (let j = 0; j < width; j++) {
      if (when[j]) codes[from + j] = codeOf(codes[from + j] ?? 0, excused[from + j] === 1, over[j] ?? true)
      else codes[from + j] = late[from + j] = 0
    }
    return new PersonDays(userId, { codes, late }, from, from + width)
  })
}

/** Which of the ids is a person's; they are in order. */
const placesOf = (ids: Int32Array) => {
  const places = new Map<number, number>()
  ids.forEach((userId, i) => void places.set(userId, i))
  return (userId: number): number => places.get(userId) ?? 0
}

function whenEnrolled(spans: string, dates: readonly SchoolDate[]): Uint8Array {
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
