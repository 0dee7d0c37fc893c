import { useInfiniteQuery } from '@tanstack/react-query'
import { rowsOf } from '../../api/paged.ts'
import { type Import, importListQuery } from '../../api/roster.ts'
import { Panel } from '../../panel/panel.tsx'
import { useSchools } from '../../school/use-schools.ts'
import { type Column, PagedTable } from '../../table/paged-table.tsx'
import { formatNumber, texts } from '../../texts/texts.ts'
import { formatDateTime } from '../../time/school-time.ts'

const t = texts.settings.import

export function EarlierImports() {
  const list = useInfiniteQuery(importListQuery)
  const zone = useSchools().zoneOf()
  const columns: readonly Column<Import>[] = [
    { title: `${t.when} (${zone})`, cell: ({ createdAt }) => formatDateTime(createdAt, zone) },
    { title: t.what, cell: ({ kind, dryRun }) => (dryRun ? `${t.kinds[kind]}, ${t.dryRun}` : t.kinds[kind]) },
    { title: t.who, cell: ({ by }) => <bdi>{by}</bdi> },
    { title: t.result, cell: resultOf },
  ]
  return (
    <Panel title={t.before} queries={[list]} empty={rowsOf(list.data).length === 0 && t.none}>
      {() => <PagedTable title={t.before} query={list} columns={columns} keyOf={({ id }) => id} />}
    </Panel>
  )
}

function resultOf({ state, added, changed, unchanged, errorCount }: Import): string {
  const [number, several] = [formatNumber, formatNumber(errorCount)]
  if (errorCount > 0) return `${t.states[state]}: ${t.errorCount(several, several)}`
  if (added === null || changed === null || unchanged === null) return t.states[state]
  return `${t.states[state]}: ${t.counts(number(added), number(changed), number(unchanged))}`
}
