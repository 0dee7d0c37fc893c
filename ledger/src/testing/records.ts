import { type AttendanceRecord, eventId, TimeZoneDays, type Transition } from '@rollcall/domain'

export const BERLIN = new TimeZoneDays('Europe/Berlin')

/** A record as the edge would have published it; its date is that of Berlin unless given. */
export function record(
  userId: number,
  type: Transition,
  at: string | number,
  more: { schoolId?: number; localDate?: string; temperature?: number | null; image?: string | null } = {},
): AttendanceRecord {
  const instant = typeof at === 'number' ? at : Date.parse(at)
  return {
    v: 1,
    id: eventId(userId, type, instant),
    userId,
    schoolId: more.schoolId ?? 1,
    type,
    at: new Date(instant).toISOString(),
    localDate: more.localDate ?? BERLIN.dayAt(instant).date,
    temperature: more.temperature ?? null,
    image: more.image ?? null,
    deviceId: null,
    receivedAt: new Date(instant + 100).toISOString(),
  }
}

export const checkIn = (userId: number, at: string | number, more?: Parameters<typeof record>[3]) =>
  record(userId, 'checkin', at, more)
export const checkOut = (userId: number, at: string | number, more?: Parameters<typeof record>[3]) =>
  record(userId, 'checkout', at, more)
