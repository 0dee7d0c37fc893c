import type { Key } from '../../api/access.ts'
import type { KnownSchools } from '../../school/use-schools.ts'
import { ActionButton } from '../../settings/action-button.tsx'
import type { Column } from '../../table/paged-table.tsx'
import { formatNumber, texts } from '../../texts/texts.ts'
import { formatDateTime } from '../../time/school-time.ts'

const t = texts.access.keys

/** Times are those of one zone, which the headings name: keys of several schools stand below one another. */
export function keyColumns(schools: KnownSchools, onRevoke: (key: Key) => void): readonly Column<Key>[] {
  const zone = schools.zoneOf()
  const time = (at: string) => formatDateTime(at, zone)
  return [
    { title: t.name, cell: ({ name }) => <bdi>{name}</bdi> },
    { title: t.kind, cell: ({ kind }) => t.kinds[kind] },
    {
      title: texts.access.school,
      cell: ({ schoolId }) => <bdi>{schoolId === null ? texts.access.district : schools.nameOf(schoolId)}</bdi>,
    },
    {
      title: t.limit,
      cell: ({ limitPerSecond: limit }) => (limit === null ? t.noLimit : formatNumber(limit)),
      align: 'right',
    },
    { title: `${t.created} (${zone})`, cell: ({ createdAt }) => time(createdAt) },
    { title: t.lastUsed, cell: ({ lastUsedAt }) => (lastUsedAt === null ? t.never : time(lastUsedAt)) },
    { title: t.state, cell: ({ revokedAt }) => (revokedAt === null ? t.good : t.revoked(time(revokedAt))) },
    {
      title: texts.settings.actions,
      cell: (key) =>
        key.revokedAt === null && (
          <ActionButton action={t.revoke} name={key.name} danger onClick={() => onRevoke(key)} />
        ),
    },
  ]
}
