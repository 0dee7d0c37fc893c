/** Each school has so many, and each of its people always uses the same one. */
export const DEVICES_A_SCHOOL = 5

export type Manner =
  | 'plain'
  /** Keeps everything until the end of the day, and sends it in no order. */
  | 'offline'
  /** Its clock is some minutes off, and nobody notices. */
  | 'clock off'
  /** Its clock is days ahead: it is refused, sets it by the answer's and sends again. */
  | 'clock ahead'
  /** The same, but it gives its check-ins up. */
  | 'gives up'

/** Of forty devices in a row, whatever the seed. */
const MANNERS: readonly Manner[] = Array.from({ length: 40 }, (_, index) => {
  if (index < 4) return 'offline'
  if (index < 8) return 'clock off'
  if (index < 9) return 'clock ahead'
  return index < 10 ? 'gives up' : 'plain'
})

const MINUTE = 60_000
export const AHEAD_MS = 3 * 24 * 60 * MINUTE

/** Devices are numbered through all schools. 17 and 40 have no common factor: manners do not stick to one place in a school. */
export const mannerOf = (seed: number, device: number): Manner =>
  MANNERS[(Math.imul(device, 17) + (seed >>> 0)) % MANNERS.length] ?? 'plain'

/** From nine minutes slow to nine minutes fast. */
export const clockOffMs = (device: number): number => ((device % 19) - 9) * MINUTE
