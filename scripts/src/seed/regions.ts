/** What schools of one place have in common. */
export interface Region {
  readonly timeZone: string
  readonly weekdays: readonly number[]
  /** Earliest and latest opening, minutes of the day. */
  readonly opens: readonly [number, number]
  /** Minutes from opening to closing. */
  readonly lasts: readonly [number, number]
  /** Breaks begin this many weeks later than elsewhere. */
  readonly breaksLater: number
  /** Days off besides the breaks: month, day, name. */
  readonly daysOff: readonly (readonly [number, number, string])[]
}

const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5]
const USA: Pick<Region, 'weekdays' | 'opens' | 'lasts' | 'daysOff'> = {
  weekdays: MONDAY_TO_FRIDAY,
  opens: [450, 510],
  lasts: [390, 420],
  daysOff: [
    [9, 7, 'Labor Day'],
    [11, 11, 'Veterans Day'],
    [11, 26, 'Thanksgiving'],
    [11, 27, 'Thanksgiving break'],
    [5, 31, 'Memorial Day'],
  ],
}

/** All north of the equator, so that winter is winter; in all of them clocks change at night, or never. */
export const REGIONS: readonly Region[] = [
  {
    timeZone: 'Europe/London',
    weekdays: MONDAY_TO_FRIDAY,
    opens: [495, 525],
    lasts: [390, 435],
    breaksLater: 1,
    daysOff: [
      [5, 4, 'May Day'],
      [5, 31, 'Spring bank holiday'],
    ],
  },
  {
    timeZone: 'Europe/Berlin',
    weekdays: MONDAY_TO_FRIDAY,
    opens: [465, 490],
    lasts: [360, 450],
    breaksLater: 0,
    daysOff: [
      [10, 3, 'Tag der Deutschen Einheit'],
      [5, 1, 'Tag der Arbeit'],
    ],
  },
  {
    timeZone: 'Europe/Madrid',
    weekdays: MONDAY_TO_FRIDAY,
    opens: [525, 555],
    lasts: [390, 450],
    breaksLater: 1,
    daysOff: [
      [10, 12, 'Fiesta Nacional'],
      [12, 8, 'Inmaculada Concepción'],
    ],
  },
  { timeZone: 'America/New_York', breaksLater: 2, ...USA },
  { timeZone: 'America/Chicago', breaksLater: 2, ...USA },
  { timeZone: 'America/Los_Angeles', breaksLater: 1, ...USA },
  {
    timeZone: 'Asia/Kathmandu',
    weekdays: [1, 2, 3, 4, 5, 7],
    opens: [570, 600],
    lasts: [360, 390],
    breaksLater: 0,
    daysOff: [
      [9, 19, 'Constitution Day'],
      [5, 29, 'Republic Day'],
    ],
  },
  {
    timeZone: 'Asia/Kolkata',
    weekdays: [1, 2, 3, 4, 5, 6],
    opens: [480, 510],
    lasts: [360, 390],
    breaksLater: 3,
    daysOff: [
      [8, 15, 'Independence Day'],
      [10, 2, 'Gandhi Jayanti'],
      [1, 26, 'Republic Day'],
    ],
  },
]
