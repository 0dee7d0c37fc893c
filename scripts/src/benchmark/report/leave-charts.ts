import type { LeaveResult } from '../leave/leave-result.ts'
import { axes, type Chart, labelled } from './chart.ts'

export function leaveCharts({
  records,
  clients,
  leaveInfo,
  trends,
  syncSeconds,
  changedRecords,
}: LeaveResult): Chart[] {
  const { first, unchanged, changed } = syncSeconds
  return [
    {
      title: `Leave: a sync of ${records.toLocaleString('en-US')} records`,
      option: {
        ...axes(['first', 'nothing changed', `${changedRecords} changed`], 's'),
        series: [{ type: 'bar', data: [first, unchanged, changed], ...labelled }],
      },
    },
    {
      title: `Leave: ${clients} clients`,
      option: {
        ...axes(['/leave_info', '/api/leave/trends'], 'ms'),
        legend: {},
        series: (['p50', 'p99'] as const).map((name) => ({
          name,
          type: 'bar',
          data: [leaveInfo[name], trends[name]],
          ...labelled,
        })),
      },
    },
  ]
}
