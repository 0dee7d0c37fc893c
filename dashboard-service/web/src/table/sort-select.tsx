import { NativeSelect } from '@mantine/core'
import { texts } from '../texts/texts.ts'

const t = texts.settings
export const SORTS = ['name', '-name', 'externalId', 'id', '-id'] as const
export type Sort = (typeof SORTS)[number]

/** How a list of the API is sorted; by name until one says otherwise. */
export const SortSelect = ({ value, onChange }: { value: Sort | undefined; onChange: (sort: Sort) => void }) => (
  <NativeSelect
    label={t.sort}
    value={value ?? 'name'}
    data={SORTS.map((sort) => ({ value: sort, label: t.sorts[sort] }))}
    onChange={(event) => onChange(SORTS.find((sort) => sort === event.currentTarget.value) ?? 'name')}
  />
)
