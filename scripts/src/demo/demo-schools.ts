import type { School } from '../seed/district.ts'

type DemoSchool = Pick<School, 'name' | 'timeZone' | 'opensAt' | 'closesAt' | 'lateAfterMinutes'>

const LONDON = 'Europe/London'
const BERLIN = 'Europe/Berlin'
const NEW_YORK = 'America/New_York'
const KATHMANDU = 'Asia/Kathmandu'
/** Far from the others: when their day is at noon, here the next one has begun. */
const AUCKLAND = 'Pacific/Auckland'

const schools: readonly (readonly [string, string, string, string, number])[] = [
  ['Maple Grove Primary School', LONDON, '08:00', '15:00', 10],
  ['Riverside Academy', LONDON, '08:30', '15:30', 10],
  ['Northfield High School', LONDON, '08:15', '15:15', 5],
  ['Queen Street Primary School', LONDON, '08:45', '15:15', 15],
  ['Harbour View School', LONDON, '08:30', '15:30', 10],
  ['Elmwood Grammar School', LONDON, '08:20', '15:45', 5],
  ['Kingfisher Junior School', LONDON, '08:45', '15:15', 15],
  ['Station Road School', LONDON, '08:30', '15:00', 10],
  ['Lindenhof School', BERLIN, '07:45', '14:30', 10],
  ['Humboldt Gymnasium', BERLIN, '07:50', '15:10', 5],
  ['Sonnenberg Primary School', BERLIN, '08:00', '14:00', 15],
  ['Rosa Parks Comprehensive School', BERLIN, '08:00', '15:30', 10],
  ['Lincoln Elementary School', NEW_YORK, '08:00', '14:45', 10],
  ['Washington Middle School', NEW_YORK, '07:45', '14:30', 5],
  ['Cedar Hill High School', NEW_YORK, '07:30', '14:15', 5],
  ['Brookside Charter School', NEW_YORK, '08:15', '15:15', 10],
  ['Sagarmatha Secondary School', KATHMANDU, '09:30', '16:00', 15],
  ['Himalaya Public School', KATHMANDU, '09:45', '16:15', 15],
  ['Bagmati Valley School', KATHMANDU, '10:00', '16:00', 10],
  ['Waitemata College', AUCKLAND, '08:40', '15:20', 10],
]

export const DEMO_SCHOOLS: readonly DemoSchool[] = schools.map(
  ([name, timeZone, opensAt, closesAt, lateAfterMinutes]) => ({
    name,
    timeZone,
    opensAt,
    closesAt,
    lateAfterMinutes,
  }),
)

/** School on every day of the week: whoever tries the demo on a Sunday finds a school day. */
export const DEMO_WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
