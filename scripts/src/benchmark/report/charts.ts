import type { BenchmarkResult } from '../result.ts'
import { axes, type Chart, labelled } from './chart.ts'
import { leaveCharts } from './leave-charts.ts'
import { readsCharts } from './reads-charts.ts'

export function chartsOf(result: BenchmarkResult): Chart[] {
  const { contenders, redisBytesPerUser: bytes, killed, reads, leave } = result
  const charts = contenders.length > 0 ? [speed(result)] : []
  const withLatency = contenders.filter(({ p50 }) => p50 !== null)
  if (withLatency.length > 0)
    charts.push({
      title: 'Latency',
      option: {
        ...axes(
          withLatency.map(({ name }) => name),
          'ms',
        ),
        legend: {},
        series: (['p50', 'p99'] as const).map((name) => ({
          name,
          type: 'bar',
          data: withLatency.map((each) => each[name]),
          ...labelled,
        })),
      },
    })
  if (bytes)
    charts.push({
      title: 'Redis: bytes a person',
      option: {
        ...axes(Object.keys(bytes), 'bytes'),
        series: [{ type: 'bar', data: Object.values(bytes), ...labelled }],
      },
    })
  if (killed.length > 0)
    charts.push({
      title: 'Killed after the last answer: acknowledged records that are lost',
      option: {
        ...axes(
          killed.map(({ name }) => name),
          'records',
        ),
        series: [{ type: 'bar', data: killed.map(({ lost }) => lost), ...labelled }],
      },
    })
  if (reads) charts.push(...readsCharts(reads))
  if (leave) charts.push(...leaveCharts(leave))
  return charts
}

/** Bars for the medians, a dot for each round: how far they lie apart tells how noisy the machine was. */
function speed({ contenders, rounds }: BenchmarkResult): Chart {
  return {
    title: 'Records a second',
    option: {
      ...axes(
        contenders.map(({ name }) => name),
        'records/s',
      ),
      tooltip: {},
      series: [
        { name: 'median', type: 'bar', data: contenders.map((each) => each.recordsPerSecond), ...labelled },
        {
          name: 'a round',
          type: 'scatter',
          symbolSize: 6,
          data: rounds.flatMap(({ name, recordsPerSecond }) => recordsPerSecond.map((value) => [name, value])),
        },
      ],
    },
  }
}
