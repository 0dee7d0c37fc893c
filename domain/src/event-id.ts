import type { Transition } from './transition.ts'

/**
 * The identity of a check-in: made from what the client says and nothing that can change later, so that a retry has the
 * same id whoever receives it, and publishing may be repeated at any time.
 */
export const eventId = (userId: number, type: Transition, at: number): string =>
  `${userId}-${type === 'checkin' ? 'i' : 'o'}${at}`

const FORM = /^(\d{1,10})-([io])(\d{1,16})$/

export function parseEventId(id: string): { userId: number; type: Transition; at: number } | undefined {
  const parts = FORM.exec(id)
  if (!parts) return undefined
  return { userId: Number(parts[1]), type: parts[2] === 'i' ? 'checkin' : 'checkout', at: Number(parts[3]) }
}
