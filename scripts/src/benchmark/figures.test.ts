import { init } from 'echarts'
import { arrivalsOf, bodiesOf } from './arrivals.ts'
import { median, percentile, ratio } from './figures.ts'
import { chartsOf } from './report/charts.ts'
import { type BenchmarkResult, type ContenderName, contenderResult, type Pass, ratios } from './result.ts'
import { rowsOf, tableOf } from './table.ts'

const pass = (recordsPerSecond: number, more: Partial<Pass> = {}): Pass => ({
  requestsPerSecond: recordsPerSecond,
  recordsPerSecond,
  p50: 4,
  p99: 9,
  acknowledged: 100,
  stored: 100,
  lost: 0,
  doubled: 0,
  ...more,
})

test('a median is the middle one, or between the two in the middle; of nothing there is none', () => {
  expect(median([5, 1, 3])).toBe(3)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  expect(median([])).toBeUndefined()
})

test('a percentile is one of the values', () => {
  const values = Array.from({ length: 200 }, (_, index) => index + 1)
  expect(percentile(values, 0.5)).toBe(100)
  expect(percentile(values, 0.99)).toBe(198)
  expect(percentile([7], 0.99)).toBe(7)
})

test('a ratio is taken within each round: a machine that gets slower changes nothing', () => {
  expect(ratio([40, 20, 10], [80, 40, 20])).toBe(0.5)
  expect(ratio([40, 20], [80])).toBe(0.5)
  expect(ratio([], [80])).toBeUndefined()
})

test('of several rounds: the median speed, and every record', () => {
  const passes = [pass(10), pass(30, { lost: 2, stored: 98 }), pass(20, { doubled: 1 })]
  expect(contenderResult('single', passes)).toMatchObject({
    name: 'single',
    requestsPerSecond: 20,
    recordsPerSecond: 20,
    acknowledged: 300,
    stored: 298,
    lost: 2,
    doubled: 1,
  })
})

test('everybody comes once, school by school in turn, whatever the batch', () => {
  const arrivals = { schools: 4, peopleEach: 30, first: 20, count: 90, at: Date.UTC(2026, 2, 2, 8) }
  const all = arrivalsOf(arrivals)
  expect(new Set(all.map(({ userId }) => userId)).size).toBe(90)
  for (const { userId, schoolId } of all) expect(Math.ceil(userId / 30)).toBe(schoolId)
  expect(all.slice(0, 5).map(({ schoolId }) => schoolId)).toEqual([1, 2, 3, 4, 1])
  const batches = bodiesOf(arrivals, 40).map((body) => JSON.parse(body))
  expect(batches.map(({ length }) => length)).toEqual([40, 40, 10])
  expect(batches.flat()).toEqual(bodiesOf(arrivals, undefined).map((body) => JSON.parse(body)))
})

const passes = new Map<ContenderName, Pass[]>([
  ['empty-server', [pass(50_000), pass(40_000)]],
  ['single', [pass(20_000), pass(20_000)]],
])
const times = { p50: 3, p95: 9, p99: 12, perSecond: 800 }
const read = { cold: { p50: 90, p95: 120 }, cached: { p50: 2, p95: 3 }, rowsRead: 231_000, rowsNeeded: 230_200 }
const result: BenchmarkResult = {
  contenders: [...passes].map(([name, all]) => contenderResult(name, all)),
  ratios: ratios(passes),
  gateBytesPerUser: 10.2,
  steady1500: { p50: 2, p99: 9.5 },
  redisBytesPerUser: { plain: 104.5, hash: 13.9, gate: 10.2 },
  killed: [{ name: 'fast-and-loose', acknowledged: 100, stored: 0, lost: 100, doubled: 0 }],
  services: [{ name: 'tasks', startMs: 800, peakMemoryMB: null }],
  rounds: [...passes].map(([name, all]) => ({ name, recordsPerSecond: all.map((each) => each.recordsPerSecond) })),
  machine: { cpus: 2, model: 'one', memoryGB: 8, node: 'v20' },
  reads: {
    ...{ schools: 50, peopleEach: 10_000, dayRows: 11_000_000, events: 2_000_000, seedSeconds: 80, deepPage: 10_000 },
    reads: [
      { name: 'school month', ...read },
      { name: 'list, page 1', ...read, cached: null },
    ],
    readers: { readers: 64, recordsPerSecond: 5_000, quiet: times, loaded: { ...times, p95: 12 }, ratio: 1.33 },
  },
  leave: {
    ...{ records: 100_000, clients: 100, leaveInfo: times, trends: times, changedRecords: 1_000 },
    syncSeconds: { first: 10, unchanged: 0.5, changed: 4 },
  },
  settings: { rounds: 2, records: 100 },
  seconds: 61,
}

test('the table has a row a contender with its ratio; what was not measured has none', () => {
  expect(result.ratios).toEqual({
    'single/empty-server': 0.45,
    'single/fast-and-loose': null,
    'consumer/bare-insert': null,
  })
  const [headings, empty, single] = rowsOf(result)
  expect(headings?.at(-1)).toBe('ratio')
  expect(empty?.at(-1)).toBe('')
  expect(single).toEqual(['single', '20,000', '20,000', '4', '9', '200', '200', '0', '0', '0.45 of empty-server'])
  const table = tableOf(result)
  expect(table).toContain('gate 102 MB (10.2 bytes each)')
  expect(table).toMatch(/^school month +90 +120 +2 +3 +231,000 +230,200$/m)
  expect(table).toMatch(/^list, page 1 +90 +120 +– +– /m)
  expect(table).toContain('first 10 s, nothing changed 0.5 s, 1,000 changed 4 s')
})

test('every chart can be drawn', () => {
  const charts = chartsOf(result)
  expect(charts).toHaveLength(9)
  for (const { option } of charts) {
    const chart = init(null, null, { renderer: 'svg', ssr: true, width: 600, height: 300 })
    chart.setOption({ ...option, animation: false })
    expect(chart.renderToSVGString()).toContain('<path')
    chart.dispose()
  }
})
