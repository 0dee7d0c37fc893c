import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { WholeLetter } from '../api/operations.ts'
import { isProblem } from '../api/problem.ts'
import { Failure } from '../panel/failure.tsx'
import { texts } from '../texts/texts.ts'
import { type LetterChanging, useLetterChange } from './use-letter-change.ts'

const words = texts.operations.letters

export interface MendFormProps {
  readonly letter: WholeLetter
  /** It can be changed. */
  readonly isOpen: boolean
  readonly replay: LetterChanging
  onDiscard(): void
}

/** The record as text, to be put right; the server tells all that is still wrong with it, field by field. */
export function MendForm({ letter, isOpen, replay, onDiscard }: MendFormProps) {
  const stored = writtenOut(letter)
  const [typed, setTyped] = useState(stored)
  const mend = useLetterChange(letter)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!mend.isPending) mend.mutate({ what: 'mend', value: typed })
  }
  const faults = isProblem(mend.error, 400) ? mend.error.errors : []
  const failure = replay.error ?? (faults.length === 0 ? mend.error : null)
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="sm">
        <Textarea
          className="letter-record"
          label={words.record}
          description={letter.record.encoding === 'base64' ? words.base64 : words.recordAbout}
          value={typed}
          readOnly={!isOpen}
          autosize
          minRows={4}
          maxRows={24}
          spellCheck={false}
          error={faults.length > 0 && <Faults faults={faults} />}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {failure && <Failure error={failure} title={texts.form.failed} />}
        {isOpen && (
          <Group gap="xs" className="no-print">
            <Button type="submit" variant="default" loading={mend.isPending} disabled={typed === stored}>
              {words.mend}
            </Button>
            <Button
              loading={replay.isPending}
              disabled={typed !== stored}
              onClick={() => replay.mutate({ what: 'replay' })}
            >
              {words.replay}
            </Button>
            <Button color="red" onClick={onDiscard}>
              {words.discard}
            </Button>
            {typed !== stored && (
              <Button variant="subtle" onClick={() => setTyped(stored)}>
                {words.takeBack}
              </Button>
            )}
          </Group>
        )}
        {isOpen && letter.mended && (
          <Text size="sm" c="dimmed">
            {words.mended}
          </Text>
        )}
      </Stack>
    </form>
  )
}

/** Inside the text of an error, where no list may stand: a line each. */
const Faults = ({ faults }: { faults: readonly { field: string; message: string }[] }): ReactNode =>
  faults.map(({ field, message }) => (
    <span key={field} className="field-fault">
      {field.replace(/^value\./, '')}: {message}
    </span>
  ))

const writtenOut = ({ record: { json, text } }: WholeLetter): string =>
  json === null ? (text ?? '') : JSON.stringify(json, null, 2)
