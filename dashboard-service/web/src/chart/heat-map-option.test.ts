import { heatMapOption, inkOn } from './heat-map-option.ts'
import { chartLook } from './palette.ts'

test.each([
  [[255, 255, 255], '#000000'],
  [[0, 84, 138], '#ffffff'],
  [[132, 206, 250], '#000000'],
] as const)('a number stands out on %j', (colour, ink) => {
  expect(inkOn(colour)).toBe(ink)
})

test('every cell has its number in it; what is not known has none, and no shade', () => {
  const option = heatMapOption({ columns: ['a', 'b'], rows: ['x'], values: [[0, null]], label: String })
  const { series } = option(chartLook('light')) as { series: [{ data: unknown[] }] }
  expect(series[0].data).toMatchObject([
    { value: [0, 0, 0], label: { formatter: '0' } },
    { visualMap: false, label: { formatter: '–' } },
  ])
})
