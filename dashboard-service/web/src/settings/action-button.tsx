import { Button } from '@mantine/core'
import { texts } from '../texts/texts.ts'

export interface ActionButtonProps {
  readonly action: string
  /** Of what it is about: said by screen readers, and seen in its row. */
  readonly name: string
  readonly danger?: boolean
  onClick(): void
}

/** One of the buttons of a row. */
export const ActionButton = ({ action, name, danger, onClick }: ActionButtonProps) => (
  <Button
    size="compact-sm"
    variant="default"
    c={danger ? 'var(--bad)' : undefined}
    aria-label={texts.settings.of(action, name)}
    onClick={onClick}
  >
    {action}
  </Button>
)
