import type { PersonsDay } from '../api/person.ts'

/** School days by what they count as. One that is going on counts once it is over, or the person present. */
export function countDays(days: readonly Pick<PersonsDay, 'status' | 'over' | 'flags'>[]) {
  const counts = { schoolDays: 0, present: 0, absent: 0, excused: 0, late: 0, inProgress: 0 }
  for (const { status, over, flags } of days) {
    if (status === null) continue
    if (flags.includes('late')) counts.late++
    if (status !== 'present' && !over) {
      counts.inProgress++
      continue
    }
    counts.schoolDays++
    if (status === 'present') counts.present++
    else if (status === 'excused') counts.excused++
    else counts.absent++
  }
  return counts
}
