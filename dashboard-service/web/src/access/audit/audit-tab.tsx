import { Anchor, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type AuditLine, auditQuery } from '../../api/access.ts'
import { addressOf } from '../../api/call.ts'
import { rowsOf } from '../../api/paged.ts'
import { Panel } from '../../panel/panel.tsx'
import { useSchools } from '../../school/use-schools.ts'
import { ListTools } from '../../table/list-tools.tsx'
import { type Column, PagedTable } from '../../table/paged-table.tsx'
import { texts } from '../../texts/texts.ts'
import { formatDateTime } from '../../time/school-time.ts'
import { auditSearch, useAuditFilter } from './audit-filter.ts'
import { AuditFilters } from './audit-filters.tsx'
import { Changes } from './changes.tsx'

const t = texts.access.audit

/** Who did what, and when. */
export function AuditTab() {
  const schools = useSchools()
  const [filter, change] = useAuditFilter()
  const zone = schools.zoneOf(filter.school)
  const search = auditSearch(filter, zone)
  const list = useInfiniteQuery(auditQuery(search))
  const rows = rowsOf(list.data)
  const columns: readonly Column<AuditLine>[] = [
    { title: t.when, cell: ({ at }) => formatDateTime(at, zone) },
    { title: t.who, cell: (line) => <Caller line={line} onOnly={(who) => change({ who })} /> },
    { title: t.action, cell: ({ action }) => <code>{action}</code> },
    { title: t.subject, cell: ({ subjectId }) => (subjectId === null ? '–' : `#${subjectId}`) },
    {
      title: t.school,
      cell: ({ schoolId }) => <bdi>{schoolId === null ? '–' : schools.nameOf(schoolId)}</bdi>,
    },
    { title: t.changes, cell: (line) => <Changes line={line} /> },
  ]
  return (
    <>
      <ListTools>
        <AuditFilters
          filter={filter}
          change={change}
          callerName={rows.find((line) => callerOf(line) === filter.who)?.callerName}
        />
      </ListTools>
      <Panel
        title={t.list}
        queries={[list]}
        empty={rows.length === 0 && t.none}
        skeletonHeight={300}
        actions={
          <Anchor
            size="sm"
            href={addressOf('/api/audit', { ...search, format: 'csv' })}
            download="audit.csv"
            className="no-print"
          >
            {texts.list.csv}
          </Anchor>
        }
      >
        {() => (
          <>
            <Text size="xs" c="dimmed" mb="xs">
              {t.zone(zone)}
            </Text>
            <PagedTable title={t.list} query={list} columns={columns} keyOf={({ id }) => id} />
          </>
        )}
      </Panel>
    </>
  )
}

/** undefined: there is nobody to narrow the list to. */
const callerOf = ({ callerKind, callerId }: AuditLine): string | undefined =>
  callerId === null || callerKind === 'command' || callerKind === 'nobody' ? undefined : `${callerKind}-${callerId}`

function Caller({ line, onOnly }: { line: AuditLine; onOnly: (who: string) => void }) {
  const who = callerOf(line)
  const name = <bdi>{line.callerName}</bdi>
  if (who === undefined) return name
  return (
    <Anchor component="button" type="button" size="sm" title={t.only(line.callerName)} onClick={() => onOnly(who)}>
      {name}
    </Anchor>
  )
}
