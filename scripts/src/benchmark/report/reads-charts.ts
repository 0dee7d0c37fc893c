import type { ReadsResult } from '../reads/reads-result.ts'
import { axes, type Chart, labelled } from './chart.ts'

export function readsCharts({ reads, readers }: ReadsResult): Chart[] {
  const names = reads.map(({ name }) => name)
  return [
    {
      title: 'Reading: p50, computed and from the cache',
      option: {
        ...axes(names, 'ms'),
        legend: {},
        series: [
          { name: 'cold', type: 'bar', data: reads.map(({ cold }) => cold.p50), ...labelled },
          { name: 'cached', type: 'bar', data: reads.map(({ cached }) => cached?.p50 ?? null), ...labelled },
        ],
      },
    },
    {
      title: 'Reading: rows, read and needed',
      option: {
        ...axes(names, 'rows'),
        // A list needs a hundred, a month hundreds of thousands.
        yAxis: { type: 'log', name: 'rows' },
        legend: {},
        series: [
          { name: 'read', type: 'bar', data: reads.map(({ rowsRead }) => rowsRead), ...labelled },
          { name: 'needed', type: 'bar', data: reads.map(({ rowsNeeded }) => rowsNeeded), ...labelled },
        ],
      },
    },
    {
      title: `${readers.readers} readers, quiet and while records come in`,
      option: {
        ...axes(['p50', 'p95', 'p99'], 'ms'),
        legend: {},
        series: (['quiet', 'loaded'] as const).map((when) => ({
          name: when === 'quiet' ? 'quiet' : `${readers.recordsPerSecond} records/s`,
          type: 'bar',
          data: [readers[when].p50, readers[when].p95, readers[when].p99],
          ...labelled,
        })),
      },
    },
  ]
}
