import { Select } from '@mantine/core'
import { texts } from '../../texts/texts.ts'

const ALL = Intl.supportedValuesOf('timeZone')

export interface TimeZoneSelectProps {
  readonly value: string
  readonly error?: string | undefined
  onChange(zone: string): void
}

export const TimeZoneSelect = ({ value, error, onChange }: TimeZoneSelectProps) => (
  <Select
    label={texts.settings.schools.timeZone}
    searchable
    limit={50}
    // One that the browser has no name of its own for is good all the same.
    data={value === '' || ALL.includes(value) ? ALL : [value, ...ALL]}
    value={value || null}
    onChange={(chosen) => onChange(chosen ?? value)}
    error={error}
  />
)
