import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { isProblem } from '../api/problem.ts'
import { Failure } from '../panel/failure.tsx'
import { texts } from '../texts/texts.ts'
import { useFocusBack } from './use-focus-back.ts'

export interface FormDialogProps {
  readonly title: string
  readonly submit: string
  /** What is under way, and how it went: a mutation. */
  readonly sending: { readonly isPending: boolean; readonly error: Error | null }
  readonly danger?: boolean
  /** Those that say themselves what the server has against them, by the names that it has for them. */
  readonly fields?: readonly string[]
  readonly children: ReactNode
  onSubmit(): void
  onClose(): void
}

/** Something is changed: a few fields, a button that says what happens, and what the server has against it. */
export function FormDialog({
  title,
  submit,
  sending,
  danger,
  fields = [],
  children,
  onSubmit,
  onClose,
}: FormDialogProps) {
  useFocusBack()
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!sending.isPending) onSubmit()
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': texts.form.close }}>
      <form onSubmit={send} noValidate>
        <Stack>
          {children}
          {sending.error && <NotSaved error={sending.error} fields={fields} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.form.cancel}
            </Button>
            <Button type="submit" loading={sending.isPending} color={danger ? 'red' : undefined}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** What stands at the fields is not said twice. */
function NotSaved({ error, fields }: { error: Error; fields: readonly string[] }) {
  const errors = isProblem(error) ? error.errors : []
  const isTold = errors.length > 0 && errors.every(({ field }) => fields.includes(field))
  if (!isTold) return <Failure error={error} title={texts.form.failed} />
  return <Alert color="red" role="alert" title={texts.form.seeFields} />
}

/** What the server has against one field, for its input. */
export const fieldError = (error: Error | null, field: string): string | undefined =>
  isProblem(error) ? error.errors.find((each) => each.field === field)?.message : undefined
