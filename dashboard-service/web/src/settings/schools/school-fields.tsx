import { TextInput } from '@mantine/core'
import { fieldError } from '../../form/form-dialog.tsx'
import { texts } from '../../texts/texts.ts'
import { HoursFields } from './hours-fields.tsx'
import type { SchoolDraft } from './school-draft.ts'
import { TimeZoneSelect } from './time-zone-select.tsx'

export interface SchoolFieldsProps {
  readonly draft: SchoolDraft
  readonly error: Error | null
  set(field: keyof SchoolDraft, value: string): void
}

const t = texts.settings.schools

export const SchoolFields = ({ draft, error, set }: SchoolFieldsProps) => (
  <>
    <TextInput
      label={t.name}
      value={draft.name}
      data-autofocus
      error={fieldError(error, 'name')}
      onChange={(event) => set('name', event.currentTarget.value)}
    />
    <TextInput
      label={t.externalId}
      description={t.externalIdAbout}
      value={draft.externalId}
      error={fieldError(error, 'externalId')}
      onChange={(event) => set('externalId', event.currentTarget.value)}
    />
    <TimeZoneSelect
      value={draft.timeZone}
      error={fieldError(error, 'timeZone')}
      onChange={(zone) => set('timeZone', zone)}
    />
    <HoursFields hours={draft} error={error} set={set} />
  </>
)
