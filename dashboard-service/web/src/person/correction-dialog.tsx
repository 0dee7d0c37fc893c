import { Alert, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { dayQuery, type PersonsDay } from '../api/person.ts'
import { FormDialog, fieldError } from '../form/form-dialog.tsx'
import { Panel } from '../panel/panel.tsx'
import { texts } from '../texts/texts.ts'
import { formatFullDate, formatSeconds } from '../time/school-time.ts'
import { changeOf, type FieldErrors, type Fields, fieldsOf } from './correction-fields.ts'
import { EventFields, MarkField } from './correction-inputs.tsx'
import { DayTable, PreviewTable } from './preview-table.tsx'
import { typeText } from './timeline.tsx'
import { correctionText } from './trail.tsx'
import { useCorrection } from './use-correction.ts'
import type { Wish } from './wish.ts'

export interface CorrectionDialogProps {
  readonly id: number
  readonly date: string
  readonly wish: Wish
  onClose(): void
  onSaved(): void
}

/** A change by hand to somebody's day, as it stands at this moment. */
export function CorrectionDialog(props: CorrectionDialogProps) {
  const { id, date, wish, onClose } = props
  useReturnFocus()
  const day = useQuery({ ...dayQuery(id, date), refetchOnMount: 'always', refetchOnWindowFocus: false })
  if (day.data && day.isFetchedAfterMount) return <Correction key={wish.kind} {...props} first={day.data} />
  return (
    <Modal opened onClose={onClose} title={titleOf(props)} closeButtonProps={{ 'aria-label': texts.form.close }}>
      <Panel title={titleOf(props)} queries={[day]} empty={day.data === null && texts.why['not enrolled']?.({})}>
        {() => null}
      </Panel>
    </Modal>
  )
}

function Correction({ first, ...props }: CorrectionDialogProps & { first: PersonsDay }) {
  const { wish, onClose, onSaved } = props
  const [fields, setFields] = useState<Fields>(() => fieldsOf(wish, first))
  const [errors, setErrors] = useState<FieldErrors>({})
  const { day, preview, overtaken, sending, again } = useCorrection(first, onSaved)
  const write = (written: Partial<Fields>) => {
    setFields({ ...fields, ...written })
    setErrors({})
    again()
  }
  const send = () => {
    const asked = changeOf(wish, fields, day)
    setErrors('errors' in asked ? asked.errors : {})
    if ('change' in asked) sending.mutate({ change: asked.change, reason: fields.reason.trim() })
  }
  const inputs = { fields, errors, day, onWrite: write }
  return (
    <FormDialog
      title={titleOf(props)}
      submit={preview ? texts.person.save : texts.person.preview}
      sending={{ isPending: sending.isPending, error: overtaken ? null : sending.error }}
      onSubmit={send}
      onClose={onClose}
    >
      {overtaken && (
        <Alert color="yellow" role="alert" title={texts.person.conflict} classNames={{ title: 'readable' }}>
          <Text size="sm">{texts.person.conflictAbout}</Text>
          <DayTable day={day} zone={day.timeZone} />
        </Alert>
      )}
      {(wish.kind === 'void' || wish.kind === 'undo') && <Text fw={600}>{aboutOf(wish, day)}</Text>}
      {wish.kind === 'mark' && <MarkField {...inputs} />}
      {(wish.kind === 'add' || wish.kind === 'amend') && <EventFields {...inputs} />}
      <TextInput
        label={texts.person.reason}
        required
        maxLength={1_000}
        value={fields.reason}
        error={errors.reason ?? fieldError(sending.error, 'reason')}
        onChange={({ currentTarget: { value } }) => write({ reason: value })}
      />
      <Stack role="status" gap="xs">
        {preview && <PreviewTable preview={preview} zone={day.timeZone} />}
      </Stack>
    </FormDialog>
  )
}

const titleOf = ({ wish, date }: CorrectionDialogProps): string =>
  texts.person.changeOf(texts.person.correct[wish.kind], formatFullDate(date))

const aboutOf = (wish: Extract<Wish, { kind: 'void' | 'undo' }>, { timeZone }: PersonsDay): string =>
  wish.kind === 'void'
    ? `${typeText(wish.entry.type)} ${formatSeconds(wish.entry.timestamp, timeZone)}`
    : correctionText(wish.line, timeZone)

/** Back to the button that one came from; where that is gone, to the content. */
function useReturnFocus(): void {
  useEffect(() => {
    const before = document.activeElement
    return () => {
      // The dialog is taken out of the page first.
      requestAnimationFrame(() => {
        const there = before instanceof HTMLElement && before.isConnected ? before : document.getElementById('content')
        there?.focus()
      })
    }
  }, [])
}
