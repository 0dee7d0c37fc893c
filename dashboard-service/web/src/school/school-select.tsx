import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { schoolsQuery } from '../api/queries.ts'

export interface SchoolSelectProps {
  readonly label: string
  readonly value: number | undefined
  /** Stands there while none is chosen; then one may choose none again. */
  readonly none?: string
  readonly without?: number | undefined
  readonly error?: string | undefined
  readonly disabled?: boolean
  onChange(value: number | undefined): void
}

/** One of the schools that the caller sees. */
export function SchoolSelect({ label, value, none, without, error, disabled, onChange }: SchoolSelectProps) {
  const { data = [] } = useQuery(schoolsQuery)
  return (
    <Select
      label={label}
      placeholder={none}
      clearable={none !== undefined}
      searchable
      limit={50}
      disabled={disabled}
      error={error}
      data={data.filter(({ id }) => id !== without).map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value === undefined ? null : String(value)}
      onChange={(chosen) => onChange(chosen === null ? undefined : Number(chosen))}
    />
  )
}
