import { Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { WholeLetter } from '../api/operations.ts'
import { FormDialog, fieldError } from '../form/form-dialog.tsx'
import { texts } from '../texts/texts.ts'
import { useLetterChange } from './use-letter-change.ts'

const words = texts.operations.letters

/** Given up for good, and who did it and why stays. */
export function DiscardDialog({ letter, onClose }: { letter: WholeLetter; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const discard = useLetterChange(letter)
  return (
    <FormDialog
      title={words.discardTitle}
      submit={texts.operations.bulk.submit.discard}
      danger
      sending={discard}
      onSubmit={() => discard.mutate({ what: 'discard', reason }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Text size="sm">{words.discardAbout}</Text>
      <Textarea
        label={words.reason}
        value={reason}
        required
        maxLength={1_000}
        autosize
        minRows={2}
        data-autofocus
        error={fieldError(discard.error, 'reason')}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
