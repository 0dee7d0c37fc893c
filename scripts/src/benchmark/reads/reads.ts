import { addDays, type LocalDate } from '@rollcall/domain'
import { lastDate, PAGE, type ReadDistrict } from './read-district.ts'

export const readNames = [
  'school day',
  'school week',
  'school month',
  'month sheet',
  'trend',
  'list, page 1',
  'list, page 10,000',
] as const
export type ReadName = (typeof readNames)[number]

export interface Read {
  readonly name: ReadName
  /** A school's; a list is of all of them. */
  path(school: number): string
  /** Whether an answer may come from the cache. Those of lists never do. */
  readonly isCached: boolean
  /** Behind its numbers stand the days of everybody from here on; undefined: it is a list. */
  readonly from?: LocalDate
}

/** All are about the last seeded date, or the week or month of it. `deep`: after which record the deep page begins. */
export function readsOf(district: ReadDistrict, deep: string): Read[] {
  const date = lastDate(district)
  const month = date.slice(0, 7)
  const [first = date] = district.dates
  const [dayBefore = date] = district.dates.slice(-2)
  const aggregate = (period: string) => (school: number) =>
    `/api/attendances/aggregate/school/${school}?period=${period}&date=${date}&limit=${PAGE}`
  const list = (more: string) => () => `/api/attendances?limit=${PAGE}&to=${date}${more}`
  return [
    // Beside the numbers of a period stand those of the one before.
    { name: 'school day', isCached: true, path: aggregate('day'), from: dayBefore },
    { name: 'school week', isCached: true, path: aggregate('week'), from: weekBefore(date) },
    { name: 'school month', isCached: true, path: aggregate('month'), from: first },
    {
      name: 'month sheet',
      isCached: true,
      path: (school) => `/api/reports/month-sheet?school=${school}&month=${month}&limit=${PAGE}`,
      from: `${month}-01`,
    },
    {
      name: 'trend',
      isCached: true,
      path: (school) => `/api/reports/trend?school=${school}&from=${first}&to=${date}`,
      from: first,
    },
    { name: 'list, page 1', isCached: false, path: list('') },
    { name: 'list, page 10,000', isCached: false, path: list(`&cursor=${deep}`) },
  ]
}

/** The Monday of the week before. */
const weekBefore = (date: LocalDate): LocalDate =>
  addDays(date, -7 - ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7))
