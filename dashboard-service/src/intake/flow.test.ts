import { Flow } from './flow.ts'

test('what was added is told with the time in which it was', () => {
  const flow = new Flow<'written' | 'taken'>()
  expect(flow.added('written')).toBeUndefined()
  flow.add(0, { written: 1_000, taken: 10 })
  expect(flow.added('written')).toBeUndefined()
  flow.add(2_000, { written: 1_003, taken: 10 })
  expect(flow.added('written')).toEqual({ seconds: 2, records: 3, perSecond: 1.5 })
  expect(flow.added('taken')).toEqual({ seconds: 2, records: 0, perSecond: 0 })
})

test('it is a minute at most, and never less because looks are forgotten', () => {
  const flow = new Flow<'written'>()
  for (let second = 0; second <= 200; second += 2) flow.add(second * 1_000, { written: second * 10 })
  expect(flow.added('written')).toEqual({ seconds: 60, records: 600, perSecond: 10 })
  flow.add(500_000, { written: 5_000 })
  expect(flow.added('written')?.seconds).toBeGreaterThanOrEqual(60)
})

test('a total that comes begins at 0, one that goes or falls takes nothing away', () => {
  const flow = new Flow<string>()
  flow.add(0, { '2026-11-19': 500, '2026-11-20': 100, '2026-11-21': 7 })
  flow.add(10_000, { '2026-11-20': 150, '2026-11-21': 6, '2026-11-22': 10 })
  expect(flow.added()).toEqual({ seconds: 10, records: 60, perSecond: 6 })
})
