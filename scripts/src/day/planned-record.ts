/** One check-in or check-out as a device sends it. `index`: its place in the person's plan. */
export interface PlannedRecord {
  readonly userId: number
  readonly index: number
  readonly at: number
  readonly out: boolean
  /** 0: not taken. */
  readonly temperature: number
}

export const idOf = (record: PlannedRecord): string => `${record.userId}-${record.out ? 'o' : 'i'}${record.at}`

/** As JSON; `aheadMs` is how far the device's clock is off for the moment. */
export function bodyOf({ userId, at, out, temperature }: PlannedRecord, aheadMs = 0): string {
  const type = out ? 'checkout' : 'checkin'
  const measured = temperature === 0 ? '' : `,"temperature":${temperature}`
  return `{"userId":${userId},"type":"${type}","timestamp":${at + aheadMs}${measured}}`
}
