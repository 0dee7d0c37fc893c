import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { classesOfQuery } from '../../api/roster.ts'
import { texts } from '../../texts/texts.ts'

const t = texts.settings.people

export interface ClassSelectProps {
  readonly label: string
  readonly schoolId: number | undefined
  /** '' is none. */
  readonly value: string
  readonly none: string
  readonly error?: string | undefined
  onChange(classId: string): void
}

export function ClassSelect({ label, schoolId, value, none, error, onChange }: ClassSelectProps) {
  const { data = [] } = useQuery(classesOfQuery(schoolId))
  return (
    <Select
      label={label}
      placeholder={schoolId === undefined ? t.classNeedsSchool : none}
      disabled={schoolId === undefined}
      clearable
      searchable
      limit={50}
      error={error}
      data={data.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value || null}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  )
}
