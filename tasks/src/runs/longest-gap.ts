/** Of the schedules that count seconds. */
const SECONDS = /^\*\/(\d+)((?: \*){5})$/
const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The longest time between two runs of a schedule, in seconds: whoever was last done longer ago has missed one. */
export function longestGap(schedule: string): number {
  const seconds = SECONDS.exec(schedule)
  if (seconds) return Number(seconds[1])
  const [minute = '', hour = '', ...days] = schedule.split(' ')
  if (days.join(' ') === '* * *') {
    if (hour === '*' && minute === '*') return MINUTE
    if (hour === '*' && every(minute)) return every(minute) * MINUTE
    if (isFixed(minute) && hour === '*') return HOUR
    if (isFixed(minute) && every(hour)) return every(hour) * HOUR
    if (isFixed(minute) && isFixed(hour)) return DAY
  }
  throw new Error(`not a kind of schedule that is known here: ${schedule}`)
}

const isFixed = (field: string) => /^\d+$/.test(field)
/** 0 where it does not say. */
const every = (field: string) => Number(/^\*\/(\d+)$/.exec(field)?.[1] ?? 0)
