import { NumberInput, Text, TextInput } from '@mantine/core'
import { TEMPERATURE_MAX, TEMPERATURE_MIN } from '@rollcall/domain'
import { type ReactNode, useState } from 'react'
import type { FeverChange, FeverLine } from '../api/fevers.ts'
import { FormDialog, fieldError } from '../form/form-dialog.tsx'
import { texts } from '../texts/texts.ts'
import { clockAt, instantAt } from '../time/instant-at.ts'
import { type Note, useNote } from './use-note.ts'

export interface StepDialogProps {
  readonly line: FeverLine
  readonly title: string
  onClose(): void
}

/** When a step was done, where it was not at this moment. */
export function TimeDialog({ line, title, field, onClose }: StepDialogProps & { field: 'calledAt' | 'pickedUpAt' }) {
  const note = useNote(line)
  const [clock, setClock] = useState(() => clockOf(line[field], line.timeZone))
  const at = instantAt(clock, line.timeZone)
  return (
    <Dialog {...{ title, note, onClose }} change={at === undefined ? undefined : { [field]: isoOf(at) }}>
      <ClockInput value={clock} onChange={setClock} error={fieldError(note.error, field)} />
    </Dialog>
  )
}

export function RecheckDialog({ line, title, onClose }: StepDialogProps) {
  const note = useNote(line)
  const [value, setValue] = useState<string | number>(line.recheck ?? '')
  const [clock, setClock] = useState(() => clockOf(line.recheckAt, line.timeZone))
  const at = instantAt(clock, line.timeZone)
  const change = at === undefined || value === '' ? undefined : { recheck: Number(value), recheckAt: isoOf(at) }
  return (
    <Dialog {...{ title, note, onClose, change }}>
      <NumberInput
        label={texts.fevers.value}
        value={value}
        onChange={setValue}
        min={TEMPERATURE_MIN}
        max={TEMPERATURE_MAX}
        clampBehavior="none"
        decimalScale={2}
        step={0.1}
        hideControls
        required
        data-autofocus
        error={fieldError(note.error, 'recheck')}
      />
      <ClockInput value={clock} onChange={setClock} error={fieldError(note.error, 'recheckAt')} />
    </Dialog>
  )
}

export function OwnerDialog({ line, title, onClose }: StepDialogProps) {
  const note = useNote(line)
  const [owner, setOwner] = useState(line.owner ?? '')
  return (
    <Dialog {...{ title, note, onClose }} change={owner.trim() === '' ? undefined : { owner: owner.trim() }}>
      <TextInput
        label={texts.fevers.name}
        value={owner}
        onChange={(event) => setOwner(event.currentTarget.value)}
        maxLength={200}
        required
        data-autofocus
        error={fieldError(note.error, 'owner')}
      />
    </Dialog>
  )
}

interface DialogProps {
  readonly title: string
  readonly note: Note
  /** undefined: there is nothing to send yet. */
  readonly change: FeverChange | undefined
  readonly children: ReactNode
  onClose(): void
}

function Dialog({ title, note, change, children, onClose }: DialogProps) {
  const [incomplete, setIncomplete] = useState(false)
  const save = () => {
    setIncomplete(change === undefined)
    if (change) note.mutate(change, { onSuccess: onClose })
  }
  return (
    <FormDialog title={title} submit={texts.fevers.save} sending={note} onSubmit={save} onClose={onClose}>
      {children}
      {incomplete && !change && (
        <Text size="sm" role="alert" className="fever-fault">
          {texts.fevers.incomplete}
        </Text>
      )}
    </FormDialog>
  )
}

interface ClockInputProps {
  readonly value: string
  readonly error: string | undefined
  onChange(clock: string): void
}

const ClockInput = ({ value, error, onChange }: ClockInputProps) => (
  <TextInput
    type="datetime-local"
    label={texts.fevers.time}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
    required
    error={error}
  />
)

const clockOf = (noted: string | null, zone: string): string => clockAt(noted ? Date.parse(noted) : Date.now(), zone)
const isoOf = (at: number): string => new Date(at).toISOString()
