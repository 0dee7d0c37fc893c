import { Button, Group, Modal, Stack } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { isProblem } from '../api/problem.ts'
import { Failure } from '../panel/failure.tsx'
import { texts } from '../texts/texts.ts'

export interface FormDialogProps {
  readonly title: string
  readonly submit: string
  /** What is under way, and how it went: a mutation. */
  readonly sending: { readonly isPending: boolean; readonly error: Error | null }
  readonly danger?: boolean
  readonly children: ReactNode
  onSubmit(): void
  onClose(): void
}

/** Something is changed: a few fields, a button that says what happens, and what the server has against it. */
export function FormDialog({ title, submit, sending, danger, children, onSubmit, onClose }: FormDialogProps) {
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!sending.isPending) onSubmit()
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': texts.form.close }}>
      <form onSubmit={send} noValidate>
        <Stack>
          {children}
          {sending.error && <Failure error={sending.error} title={texts.form.failed} />}
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

/** What the server has against one field, for its input. */
export const fieldError = (error: Error | null, field: string): string | undefined =>
  isProblem(error) ? error.errors.find((each) => each.field === field)?.message : undefined
