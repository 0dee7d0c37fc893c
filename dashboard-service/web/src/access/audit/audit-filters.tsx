import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { AuditLine } from '../../api/access.ts'
import { SchoolSelect } from '../../school/school-select.tsx'
import { texts } from '../../texts/texts.ts'
import type { AuditFilter, useAuditFilter } from './audit-filter.ts'

const t = texts.access.audit
const KINDS: readonly AuditLine['callerKind'][] = ['admin', 'token', 'command', 'nobody']

export interface AuditFiltersProps {
  readonly filter: AuditFilter
  readonly change: ReturnType<typeof useAuditFilter>[1]
  /** Of the one that the list is narrowed to, as far as it is known. */
  readonly callerName: string | undefined
}

export function AuditFilters({ filter, change, callerName }: AuditFiltersProps) {
  const { who = '', what = '', school, from = '', to = '' } = filter
  const one = /-/.test(who) ? [{ value: who, label: callerName ?? oneOf(who) }] : []
  // An action, key.create, is a topic as well: one comes to it by a link.
  const topics = what === '' || what in t.topics ? [] : [{ value: what, label: what }]
  return (
    <>
      <NativeSelect
        label={t.who}
        value={who}
        data={[
          { value: '', label: t.anybody },
          ...one,
          ...KINDS.map((kind) => ({ value: kind, label: t.callers[kind] })),
        ]}
        onChange={(event) => change({ who: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        label={t.what}
        value={what}
        data={[
          { value: '', label: t.anything },
          ...topics,
          ...Object.entries(t.topics).map(([value, label]) => ({ value, label })),
        ]}
        onChange={(event) => change({ what: event.currentTarget.value || undefined })}
      />
      <SchoolSelect
        label={t.school}
        none={texts.settings.anySchool}
        value={school}
        onChange={(chosen) => change({ school: chosen })}
      />
      <TextInput
        type="date"
        label={t.from}
        value={from}
        onChange={(event) => change({ from: event.currentTarget.value || undefined }, { replace: true })}
      />
      <TextInput
        type="date"
        label={t.to}
        value={to}
        onChange={(event) => change({ to: event.currentTarget.value || undefined }, { replace: true })}
      />
      {Object.values(filter).some((value) => value !== undefined) && (
        <Button
          variant="default"
          onClick={() => change({ who: undefined, what: undefined, school: undefined, from: undefined, to: undefined })}
        >
          {t.clear}
        </Button>
      )}
    </>
  )
}

function oneOf(who: string): string {
  const [kind, id = ''] = who.split('-')
  return kind === 'token' ? t.token(id) : t.admin(id)
}
