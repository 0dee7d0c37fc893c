import { addDays } from '@rollcall/domain'
import type { ReactNode } from 'react'
import { DateField } from '../form/date-field.tsx'
import { texts } from '../texts/texts.ts'
import { localDate, useUrlState } from '../url/use-url-state.ts'

export interface Range {
  readonly from: string
  readonly to: string
}

/** A range of dates: of the address, else the last days until today. At most what the server takes. */
export function useRange(today: string | undefined, days = 90): { range: Range | undefined; fields: ReactNode } {
  const [state, change] = useUrlState({ from: localDate, to: localDate })
  const to = state.to ?? today
  const range = to === undefined ? undefined : within(state.from ?? addDays(to, 1 - days), to)
  const field = (name: 'from' | 'to') => (
    <DateField
      label={texts.attendance[name]}
      max={today}
      value={range?.[name]}
      onDate={(date) => change({ [name]: date })}
    />
  )
  return {
    range,
    fields: (
      <>
        {field('from')}
        {field('to')}
      </>
    ),
  }
}

const MOST_DAYS = 400

function within(from: string, to: string): Range {
  const earliest = addDays(to, -MOST_DAYS)
  return { from: from < earliest ? earliest : from > to ? to : from, to }
}
