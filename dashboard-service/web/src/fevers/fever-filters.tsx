import { Button, Group, Select, Switch, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { addressOf } from '../api/call.ts'
import { datesAsked, type FeverDates } from '../api/fevers.ts'
import { schoolsQuery } from '../api/queries.ts'
import { useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'

export interface FeverFilter extends FeverDates {
  readonly school: number | undefined
  readonly open: true | undefined
}

export interface FeverFiltersProps {
  readonly filter: FeverFilter
  onChange(change: Partial<FeverFilter>): void
}

export function FeverFilters({ filter, onChange }: FeverFiltersProps) {
  const { school, from, to, open } = filter
  const only = useMe().schools?.length === 1
  const schools = useQuery(schoolsQuery)
  const dated = from !== undefined || to !== undefined
  const table = { school, ...datesAsked(filter), open, order: 'waiting', format: 'csv' }
  return (
    <>
      <Group align="flex-end" gap="sm" className="no-print">
        {!only && (
          <Select
            label={texts.fevers.school}
            placeholder={texts.fevers.allSchools}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': texts.fevers.allSchools }}
            limit={50}
            data={schools.data?.map(({ id, name }) => ({ value: String(id), label: name })) ?? []}
            value={school === undefined ? null : String(school)}
            onChange={(value) => onChange({ school: value === null ? undefined : Number(value) })}
          />
        )}
        <DateInput label={texts.fevers.from} value={from} onChange={(value) => onChange({ from: value })} />
        <DateInput label={texts.fevers.to} value={to} onChange={(value) => onChange({ to: value })} />
        {dated && (
          <Button variant="default" onClick={() => onChange({ from: undefined, to: undefined })}>
            {texts.fevers.today}
          </Button>
        )}
        <Switch
          my={8}
          label={texts.fevers.openOnly}
          checked={open === true}
          onChange={(event) => onChange({ open: event.currentTarget.checked || undefined })}
        />
        <Button component="a" variant="default" href={addressOf('/api/reports/fevers', table)} download>
          {texts.fevers.csv}
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        {!dated && `${texts.fevers.todayOnly} `}
        {texts.fevers.openAbout}
      </Text>
    </>
  )
}

interface DateInputProps {
  readonly label: string
  readonly value: string | undefined
  onChange(date: string | undefined): void
}

const DateInput = ({ label, value, onChange }: DateInputProps) => (
  <TextInput
    type="date"
    label={label}
    value={value ?? ''}
    onChange={(event) => onChange(event.currentTarget.value || undefined)}
  />
)
