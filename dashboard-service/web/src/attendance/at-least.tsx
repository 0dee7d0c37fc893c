import { NumberInput, type NumberInputProps } from '@mantine/core'

/** What the server takes, and what it does where nothing is said. */
const MOST_DAYS = 100
const DAYS = 3

/** For how many school days in a row somebody has been missing, at least: as the address has it. */
export const readAtLeast = (days: number | undefined): number => Math.min(MOST_DAYS, Math.max(1, days ?? DAYS))

export interface AtLeastProps
  extends Pick<NumberInputProps, 'size' | 'w' | 'prefix' | 'suffix' | 'label' | 'aria-label'> {
  readonly days: number
  /** undefined: as many as without saying. */
  onDays(days: number | undefined): void
}

export const AtLeast = ({ days, onDays, ...look }: AtLeastProps) => (
  <NumberInput
    {...look}
    className="no-print"
    min={1}
    max={MOST_DAYS}
    clampBehavior="strict"
    allowDecimal={false}
    value={days}
    onChange={(value) => {
      if (typeof value === 'number') onDays(value === DAYS ? undefined : value)
    }}
  />
)
