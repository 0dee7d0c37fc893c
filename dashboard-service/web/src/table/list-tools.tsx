import { Group, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { ReactNode } from 'react'

export interface SearchFieldProps {
  readonly label: string
  readonly value: string | undefined
  onChange(value: string | undefined): void
}

export const SearchField = ({ label, value, onChange }: SearchFieldProps) => (
  <TextInput
    type="search"
    label={label}
    value={value ?? ''}
    onChange={(event) => onChange(event.currentTarget.value || undefined)}
  />
)

/** What is typed is asked for once the typing rests. */
export const useRested = (value: string | undefined): string | undefined => useDebouncedValue(value, 250)[0]

/** Above a list: what it is filtered by, and what one can do besides. */
export const ListTools = ({ children, actions }: { children?: ReactNode; actions?: ReactNode }) => (
  <Group justify="space-between" align="flex-end" gap="sm" mb="sm" className="no-print">
    <Group align="flex-end" gap="sm" className="list-filters">
      {children}
    </Group>
    <Group gap="sm">{actions}</Group>
  </Group>
)
