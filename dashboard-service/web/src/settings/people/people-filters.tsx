import { NativeSelect } from '@mantine/core'
import { SchoolSelect } from '../../school/school-select.tsx'
import { SearchField } from '../../table/list-tools.tsx'
import { SORTS, SortSelect } from '../../table/sort-select.tsx'
import { texts } from '../../texts/texts.ts'
import { oneOf, text, useUrlState, whole } from '../../url/use-url-state.ts'
import { ClassSelect } from './class-select.tsx'
import { KINDS } from './person-fields.tsx'

const t = texts.settings.people

/** Which people are listed: all of it in the address. */
export const usePeopleFilter = () =>
  useUrlState({
    q: text,
    school: whole,
    class: whole,
    kind: oneOf('student', 'teacher', 'staff'),
    sort: oneOf(...SORTS),
  })
type Filter = ReturnType<typeof usePeopleFilter>

export function PeopleFilters({ filter, change }: { filter: Filter[0]; change: Filter[1] }) {
  return (
    <>
      <SearchField label={texts.settings.search} value={filter.q} onChange={(q) => change({ q }, { replace: true })} />
      <SchoolSelect
        label={texts.settings.school}
        none={texts.settings.anySchool}
        value={filter.school}
        onChange={(school) => change({ school, class: undefined })}
      />
      <ClassSelect
        label={t.className}
        schoolId={filter.school}
        value={filter.class === undefined ? '' : String(filter.class)}
        none={t.anyClass}
        onChange={(chosen) => change({ class: chosen === '' ? undefined : Number(chosen) })}
      />
      <NativeSelect
        label={t.kind}
        value={filter.kind ?? ''}
        data={[{ value: '', label: t.anyKind }, ...KINDS.map((kind) => ({ value: kind, label: t.kinds[kind] }))]}
        onChange={(event) => change({ kind: KINDS.find((kind) => kind === event.currentTarget.value) })}
      />
      <SortSelect value={filter.sort} onChange={(sort) => change({ sort })} />
    </>
  )
}
