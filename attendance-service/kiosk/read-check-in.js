// @ts-check
/** @import { CheckIn, Told } from './types.d.ts' */
import { TOLD_NO_NUMBER, TOLD_NO_TEMPERATURE } from './told.js'

const NUMBER = /^0*([1-9]\d{0,9})$/
const LARGEST = 2_147_483_647

/**
 * What somebody typed or a reader scanned; what is wrong with it, where it is none. Cards may print a number with zeros before it.
 * @param {{ user: string, temperature: string, type: CheckIn['type'] }} typed
 * @param {number} now
 * @returns {{ checkIn: CheckIn } | { wrong: Told }}
 */
export function readCheckIn({ user, temperature, type }, now) {
  const userId = Number(NUMBER.exec(user.trim())?.[1])
  if (!(userId <= LARGEST)) return { wrong: TOLD_NO_NUMBER }
  const written = temperature.trim().replace(',', '.')
  if (written === '') return { checkIn: { userId, type, timestamp: now } }
  const degrees = Number(written)
  if (!(degrees >= 28 && degrees <= 43)) return { wrong: TOLD_NO_TEMPERATURE }
  return { checkIn: { userId, type, timestamp: now, temperature: degrees } }
}
