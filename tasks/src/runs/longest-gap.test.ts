import { longestGap } from './longest-gap.ts'

test.each([
  ['*/30 * * * * *', 30],
  ['* * * * *', 60],
  ['*/5 * * * *', 300],
  ['17 * * * *', 3_600],
  ['0 */6 * * *', 21_600],
  ['30 0 * * *', 86_400],
])('%s runs at least every %i seconds', (schedule, seconds) => {
  expect(longestGap(schedule)).toBe(seconds)
})

test('a schedule of another kind is refused rather than guessed', () => {
  expect(() => longestGap('0 3 * * 1')).toThrow('0 3 * * 1')
})
