import { Select } from '@mantine/core'
import { texts } from '../../texts/texts.ts'

/** Browsers tell some zones by the name that they had long ago; people look for the one of today. */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
}
const ALL = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone').map((zone) => RENAMED[zone] ?? zone)])].sort()

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
