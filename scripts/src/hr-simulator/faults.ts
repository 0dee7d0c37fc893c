import { z } from 'zod'

export const FAULTS = [
  'none',
  'slow',
  '401',
  '429',
  '500',
  'broken-json',
  'half-page',
  'missing-fields',
  'wrong-types',
] as const
export type Fault = (typeof FAULTS)[number]

/** What the simulator may be told while it runs: PUT /control. */
export const control = z.object({
  fault: z.enum(FAULTS).optional(),
  /** How far its clock is ahead of ours: what happens in these days has happened. */
  daysAhead: z.number().int().min(0).max(3_660).optional(),
})

/** Some rows spoilt, the others as they were. */
export function spoil(records: readonly unknown[], fault: Fault): unknown[] {
  if (fault === 'missing-fields')
    return records.map((record, index) => {
      if (index % 5 !== 0) return record
      const { userId: _user, startDate: _start, ...rest } = Object(record)
      return rest
    })
  if (fault === 'wrong-types')
    return records.map((record, index) =>
      index % 5 === 0
        ? [
            { ...Object(record), leaveDays: 'many', endDate: 20_260_423 },
            { ...Object(record), id: {} },
            'not a row',
            null,
          ][(index / 5) % 4]
        : record,
    )
  return [...records]
}
