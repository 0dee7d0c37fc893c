import { Button, CloseButton, Group } from '@mantine/core'
import { type ReactNode, useRef } from 'react'
import type { FeverLine } from '../api/fevers.ts'
import { texts } from '../texts/texts.ts'

export interface NotedStepProps {
  readonly line: FeverLine
  /** What it is called. */
  readonly step: string
  /** What is noted; undefined: nothing yet. */
  readonly noted: string | undefined
  /** What its button says until then. */
  readonly offer: string
  readonly busy: boolean
  /** Beside the button, while nothing is noted. */
  readonly more?: ReactNode
  onNote(): void
  onChange(): void
  onTakeBack(): void
}

/** One button that notes a step, and then shows it and changes it: the same one, so that the keyboard stays where it is. */
export function NotedStep({ line, step, noted, offer, busy, more, onNote, onChange, onTakeBack }: NotedStepProps) {
  const button = useRef<HTMLButtonElement>(null)
  const shown = noted ?? offer
  return (
    <Group gap={4} wrap="nowrap">
      <Button
        ref={button}
        size="compact-sm"
        variant="default"
        className={noted === undefined ? undefined : 'fever-noted'}
        aria-label={texts.fevers.of(shown, step, line.name)}
        // Not disabled: the keyboard would lose its place.
        aria-busy={busy}
        onClick={() => {
          if (busy) return
          if (noted === undefined) onNote()
          else onChange()
        }}
      >
        {shown}
      </Button>
      {noted === undefined ? (
        more
      ) : (
        <CloseButton
          size={24}
          className="no-print"
          title={texts.fevers.takeBack(step, line.name)}
          aria-label={texts.fevers.takeBack(step, line.name)}
          aria-busy={busy}
          onClick={() => {
            if (busy) return
            button.current?.focus()
            onTakeBack()
          }}
        />
      )}
    </Group>
  )
}
