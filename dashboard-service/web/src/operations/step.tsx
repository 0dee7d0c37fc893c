import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { texts } from '../texts/texts.ts'
import { utcSeconds } from './utc.ts'

export interface StepProps {
  readonly title: string
  /** null: not known, which is not 0. */
  readonly value: string | null
  readonly about: string
  readonly note?: ReactNode
  readonly part: { readonly asOf: string; readonly reason: string | null }
  readonly tone?: 'good' | 'bad' | 'mark' | undefined
  readonly children?: ReactNode
}

/** One place on the way, with its one number and of when it speaks; what could not be read says why. */
export function Step({ title, value, about, note, part, tone, children }: StepProps) {
  const { asOf, reason } = part
  return (
    <div className="tile step" data-tone={reason ? 'mark' : tone} data-known={reason === null}>
      <Text span size="sm" fw={600}>
        {title}
      </Text>
      <span className="step-number numbers">{value ?? texts.operations.unknown}</span>
      <Text span size="sm">
        {about}
      </Text>
      {(reason ?? note) && (
        <Text span size="xs" c="dimmed">
          {reason ?? note}
        </Text>
      )}
      <Text span size="xs" c="dimmed" className="numbers">
        {reason ? texts.operations.pipeline.tried(utcSeconds(asOf)) : texts.operations.pipeline.asOf(utcSeconds(asOf))}
      </Text>
      {children}
    </div>
  )
}
