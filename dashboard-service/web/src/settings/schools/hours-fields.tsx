import { TextInput } from '@mantine/core'
import { fieldError } from '../../form/form-dialog.tsx'
import { texts } from '../../texts/texts.ts'

export interface Hours {
  readonly opensAt: string
  readonly closesAt: string
  readonly lateAfterMinutes: string
}

export interface HoursFieldsProps {
  readonly hours: Hours
  readonly error: Error | null
  set(field: keyof Hours, value: string): void
}

const t = texts.settings.schools

export const HoursFields = ({ hours, error, set }: HoursFieldsProps) => (
  <>
    <div className="form-row">
      {(['opensAt', 'closesAt'] as const).map((field) => (
        <TextInput
          key={field}
          type="time"
          label={t[field]}
          value={hours[field]}
          error={fieldError(error, field)}
          onChange={(event) => set(field, event.currentTarget.value)}
        />
      ))}
    </div>
    <TextInput
      type="number"
      min={0}
      max={720}
      label={t.lateAfter}
      description={t.lateAfterAbout}
      value={hours.lateAfterMinutes}
      error={fieldError(error, 'lateAfterMinutes')}
      onChange={(event) => set('lateAfterMinutes', event.currentTarget.value)}
    />
  </>
)
