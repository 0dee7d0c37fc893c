import { TextInput } from '@mantine/core'
import { localDate } from '../url/use-url-state.ts'

export interface DateFieldProps {
  readonly label: string
  /** The label is for who does not see that it is a date. */
  readonly quiet?: boolean
  readonly value: string | undefined
  readonly max: string | undefined
  onDate(date: string): void
}

/** A date, as browsers let one choose it. What is half typed is none yet, nor is one of the first centuries. */
export const DateField = ({ label, quiet, value, max, onDate }: DateFieldProps) => (
  <TextInput
    type="date"
    {...(quiet ? { 'aria-label': label } : { label })}
    max={max}
    value={value ?? ''}
    onChange={({ currentTarget: { value: written } }) => {
      if (localDate(written) && written >= '2000') onDate(written)
    }}
  />
)
