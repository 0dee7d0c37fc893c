import type { SimulatedSchool } from '../simulator/district.ts'

const SCHOOLS = 12

/** So that no run meets midnight in the middle: a day is the whole of what is compared. */
function zonesAroundNoon(now: Date): string[] {
  return [-1, 0, 1].map((more) => {
    const ahead = 12 + more - now.getUTCHours()
    // The names of these zones count westward.
    return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
  })
}

export function chaosSchools(now: Date): SimulatedSchool[] {
  const zones = zonesAroundNoon(now)
  return Array.from({ length: SCHOOLS }, (_, index) => ({
    id: index + 1,
    timeZone: zones[index % zones.length] as string,
    opensAt: '08:00',
    closesAt: '15:00',
    lateAfterMinutes: 10,
  }))
}
