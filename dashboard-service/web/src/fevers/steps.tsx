import { Button } from '@mantine/core'
import { useState } from 'react'
import type { FeverLine } from '../api/fevers.ts'
import { useMe } from '../session/use-me.ts'
import { formatDegrees, texts } from '../texts/texts.ts'
import { clockAt } from '../time/instant-at.ts'
import { formatDateTime, formatTime } from '../time/school-time.ts'
import { NotedStep } from './noted-step.tsx'
import { OwnerDialog, RecheckDialog, TimeDialog } from './step-dialogs.tsx'
import type { Note } from './use-note.ts'

export interface StepProps {
  readonly line: FeverLine
  readonly note: Note
}

/** With its date only where it was not on the day of the fever. */
export function timeOf(at: string | null, { timeZone, localDate }: FeverLine): string | undefined {
  if (at === null) return undefined
  const sameDate = clockAt(Date.parse(at), timeZone).startsWith(localDate)
  return sameDate ? formatTime(at, timeZone) : formatDateTime(at, timeZone)
}

export function recheckOf(line: FeverLine): string | undefined {
  if (line.recheck === null) return undefined
  const degrees = texts.fevers.degrees(formatDegrees(line.recheck))
  const time = timeOf(line.recheckAt, line)
  return time === undefined ? degrees : `${degrees}, ${time}`
}

export function RecheckStep({ line, note }: StepProps) {
  const [open, setOpen] = useState(false)
  const step = texts.fevers.recheck
  return (
    <>
      <NotedStep
        {...{ line, step }}
        noted={recheckOf(line)}
        offer={texts.fevers.note}
        busy={note.isPending}
        onNote={() => setOpen(true)}
        onChange={() => setOpen(true)}
        onTakeBack={() => note.mutate({ recheck: null, recheckAt: null })}
      />
      {open && <RecheckDialog line={line} title={`${step}: ${line.name}`} onClose={() => setOpen(false)} />}
    </>
  )
}

/** One click notes that it is done now; whoever was slower to write it down changes the time. */
export function MomentStep({ line, note, field }: StepProps & { field: 'calledAt' | 'pickedUpAt' }) {
  const [open, setOpen] = useState(false)
  const step = field === 'calledAt' ? texts.fevers.called : texts.fevers.pickedUp
  return (
    <>
      <NotedStep
        {...{ line, step }}
        noted={timeOf(line[field], line)}
        offer={texts.fevers.now}
        busy={note.isPending}
        onNote={() => note.mutate({ [field]: new Date().toISOString() })}
        onChange={() => setOpen(true)}
        onTakeBack={() => note.mutate({ [field]: null })}
      />
      {open && <TimeDialog {...{ line, field }} title={`${step}: ${line.name}`} onClose={() => setOpen(false)} />}
    </>
  )
}

export function OwnerStep({ line, note }: StepProps) {
  const me = useMe()
  const [open, setOpen] = useState(false)
  const step = texts.fevers.owner
  return (
    <>
      <NotedStep
        {...{ line, step }}
        noted={line.owner ?? undefined}
        offer={texts.fevers.me}
        busy={note.isPending}
        more={
          <Button
            size="compact-sm"
            variant="default"
            aria-label={texts.fevers.of(texts.fevers.other, step, line.name)}
            onClick={() => setOpen(true)}
          >
            {texts.fevers.other}
          </Button>
        }
        onNote={() => note.mutate({ owner: me.name })}
        onChange={() => setOpen(true)}
        onTakeBack={() => note.mutate({ owner: null })}
      />
      {open && <OwnerDialog line={line} title={`${step}: ${line.name}`} onClose={() => setOpen(false)} />}
    </>
  )
}
