export interface Chart {
  readonly title: string
  /** What echarts is given. */
  readonly option: object
}

export const axes = (names: readonly string[], unit: string) => ({
  xAxis: { type: 'category', data: names, axisLabel: { interval: 0, rotate: names.length > 5 ? 30 : 0 } },
  yAxis: { type: 'value', name: unit },
  tooltip: { trigger: 'axis' },
  grid: { left: 80, right: 20, bottom: 70 },
})
export const labelled = { label: { show: true, position: 'top', formatter: '{c}' } }
