import { NativeSelect, TextInput } from '@mantine/core'
import { MARKS } from '@rollcall/domain'
import type { PersonsDay } from '../api/person.ts'
import { texts } from '../texts/texts.ts'
import { type FieldErrors, type Fields, instantsIn, offsetsOf } from './correction-fields.ts'

export interface InputsProps {
  readonly fields: Fields
  readonly errors: FieldErrors
  readonly day: PersonsDay
  onWrite(written: Partial<Fields>): void
}

export const MarkField = ({ fields, onWrite }: InputsProps) => (
  <NativeSelect
    label={texts.person.marks}
    data={Object.keys(MARKS)}
    value={fields.status}
    onChange={({ currentTarget: { value } }) => onWrite({ status: value })}
  />
)

/** In or out, and when, by the clocks of the school. */
export function EventFields({ fields, errors, day, onWrite }: InputsProps) {
  const instants = instantsIn(fields, day) ?? []
  return (
    <>
      <NativeSelect
        label={texts.person.type}
        data={[
          { value: 'checkin', label: texts.person.in },
          { value: 'checkout', label: texts.person.out },
        ]}
        value={fields.type}
        onChange={({ currentTarget: { value } }) => onWrite({ type: value === 'checkin' ? 'checkin' : 'checkout' })}
      />
      <TextInput
        label={texts.person.clock}
        description={day.timeZone}
        placeholder="08:05"
        required
        value={fields.clock}
        error={errors.clock}
        onChange={({ currentTarget: { value } }) => onWrite({ clock: value })}
      />
      {instants.length === 2 && (
        <NativeSelect
          label={texts.person.twice}
          data={offsetsOf(instants, day.timeZone).map((label, place) => ({ value: String(place), label }))}
          value={fields.second ? '1' : '0'}
          onChange={({ currentTarget: { value } }) => onWrite({ second: value === '1' })}
        />
      )}
      <TextInput
        label={texts.person.degrees}
        inputMode="decimal"
        value={fields.temperature}
        error={errors.temperature}
        onChange={({ currentTarget: { value } }) => onWrite({ temperature: value })}
      />
    </>
  )
}
