const SECOND = 1_000
/** No schedule of ours is quiet for longer than a week. */
const FARTHEST_MS = 8 * 24 * 3_600_000

/**
 * When a schedule comes next, in UTC: undefined where it is of a kind that is not known here. Fields are *, a step, or a number;
 * with five of them the seconds are 0.
 */
export function nextMoment(schedule: string, after: Date): Date | undefined {
  const fields = schedule.split(' ')
  const [second, minute, hour, ...date] = (fields.length === 5 ? ['0', ...fields] : fields).map(matcher)
  if (!second || !minute || !hour || date.length !== 3 || date.some((field) => field?.('any') !== true))
    return undefined
  const step = fields.length === 5 ? 60 * SECOND : SECOND
  const first = (Math.floor(after.getTime() / step) + 1) * step
  for (let at = first; at < first + FARTHEST_MS; at += step) {
    const time = new Date(at)
    if (hour(time.getUTCHours()) && minute(time.getUTCMinutes()) && second(time.getUTCSeconds())) return time
  }
  return undefined
}

type Matcher = (value: number | 'any') => boolean

function matcher(field: string): Matcher | undefined {
  if (field === '*') return () => true
  const step = Number(/^\*\/([1-9]\d?)$/.exec(field)?.[1])
  if (step) return (value) => value !== 'any' && value % step === 0
  return /^\d{1,2}$/.test(field) ? (value) => value === Number(field) : undefined
}
