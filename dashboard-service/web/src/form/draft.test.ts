import { fieldsThatDiffer, onTopOf } from './draft.ts'

const before = { name: 'A', opensAt: '08:00', days: [1, 2] }

test('what I changed stays mine, what somebody else changed is theirs', () => {
  const mine = { ...before, name: 'B' }
  const now = { name: 'C', opensAt: '09:00', days: [1] }
  expect(onTopOf(mine, before, now)).toEqual({ name: 'B', opensAt: '09:00', days: [1] })
})

test('lists are compared by what is in them', () => {
  expect(fieldsThatDiffer(before, { ...before, days: [1, 2] })).toEqual([])
  expect(fieldsThatDiffer(before, { ...before, days: [2, 1] })).toEqual(['days'])
})
