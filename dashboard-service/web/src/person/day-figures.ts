import type { DayFigures } from '../api/person.ts'
import { formatDegrees, formatNumber, texts } from '../texts/texts.ts'
import { formatOffset } from '../time/local-instant.ts'
import { formatSeconds, formatTime } from '../time/school-time.ts'
import { whyText } from '../why/why-text.ts'

export const statusText = (status: DayFigures['status']): string =>
  status === null ? '–' : texts.attendance.statuses[status]

export const flagsText = (flags: readonly string[]): string =>
  flags.map((flag) => texts.person.flagNames[flag] ?? flag).join(', ')

/** What a day comes to, each with its name: for the day itself and for a preview of it. */
export const figuresOf = (day: DayFigures, zone: string): readonly (readonly [name: string, value: string])[] => [
  [texts.person.status, statusText(day.status)],
  [texts.person.why, whyText(day.why, zone)],
  [texts.person.minutes, formatNumber(Math.floor(day.minutes))],
  [texts.person.firstIn, timeOrNone(day.firstIn, zone)],
  [texts.person.lastOut, lastOutText(day, zone)],
  [
    texts.person.temperature,
    day.highestTemperature === null ? '–' : texts.today.temperature(formatDegrees(day.highestTemperature)),
  ],
  [texts.person.flags, flagsText(day.flags) || '–'],
  [texts.person.mark, day.mark ?? '–'],
]

export const timeOrNone = (at: string | null, zone: string): string => (at === null ? '–' : formatTime(at, zone))

export const lastOutText = ({ insideSince, lastOut }: Pick<DayFigures, 'insideSince' | 'lastOut'>, zone: string) =>
  insideSince === null ? timeOrNone(lastOut, zone) : texts.person.insideNow

/** With what the clocks are ahead of UTC on a day on which they change: 01:30 may come twice. */
export const timeOfEvent = (at: string | number, zone: string, change: boolean): string =>
  change ? `${formatSeconds(at, zone)} ${formatOffset(at, zone)}` : formatSeconds(at, zone)
