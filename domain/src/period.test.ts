import fc from 'fast-check'
import { isPeriodPresent, periodVerdict } from './present.ts'

const days = (present: number, excused: number, counted: number, inProgress = 0) => ({
  present,
  excused,
  counted,
  inProgress,
})

test.each([
  ['more than four fifths', days(5, 0, 6), 'present'],
  ['four fifths exactly', days(4, 0, 5), 'absent'],
  ['leave makes up for what is missing', days(4, 1, 5), 'excused'],
  ['leave does not make up for enough', days(2, 2, 5), 'absent'],
  ['the first day is not over', days(0, 0, 0, 1), 'not-recorded'],
] as const)('%s', (_, of, status) => {
  expect(periodVerdict(of)?.status).toBe(status)
})

test('enrolled on none of the days: in no number', () => {
  expect(periodVerdict(days(0, 0, 0))).toBeUndefined()
})

test('present is decided by presence alone, whatever leave there is', () => {
  const some = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30), fc.nat(1))
  fc.assert(
    fc.property(some, ([present, excused, absent, inProgress]) => {
      const counted = present + excused + absent
      const verdict = periodVerdict(days(present, excused, counted, inProgress))
      expect(verdict?.status === 'present').toBe(counted > 0 && isPeriodPresent(present, counted))
    }),
  )
})
