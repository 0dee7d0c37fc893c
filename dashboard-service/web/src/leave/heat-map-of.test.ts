import { heatMapOf } from './heat-map-of.ts'

const years = [{ startDate: '2025-07-16', endDate: '2026-07-15' }]
const cell = (year: number, row: number, percent: number) => ({ year, row, percent, days: 1 })

test('a month without leave is 0 in a fiscal year that is told of, and not known elsewhere', () => {
  const { columns, values } = heatMapOf('month', [cell(2026, 2, 60), cell(2025, 9, 40)], years)
  expect(columns).toEqual(['2025', '2026'])
  expect(values.map(([first]) => first)).toEqual([...Array(6).fill(null), 0, 0, 40, 0, 0, 0])
  expect(values.map(([, second]) => second)).toEqual([0, 60, 0, 0, 0, 0, 0, ...Array(5).fill(null)])
})

test('leave outside of every fiscal year is shown all the same', () => {
  const { values } = heatMapOf('month', [cell(2026, 11, 100)], years)
  expect(values[10]).toEqual([100])
  expect(values[9]).toEqual([null])
})

test('every weekday of a year that is there is known', () => {
  expect(heatMapOf('weekday', [cell(2030, 7, 100)], years).values).toEqual([[0], [0], [0], [0], [0], [0], [100]])
})
