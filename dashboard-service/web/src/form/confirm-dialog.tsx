import { Text } from '@mantine/core'
import { FormDialog, type FormDialogProps } from './form-dialog.tsx'

export interface ConfirmDialogProps extends Omit<FormDialogProps, 'children' | 'onSubmit' | 'sending'> {
  /** What will be so afterwards. */
  readonly about: string
  readonly sending: FormDialogProps['sending'] & { mutate(): void }
}

/** Before something that is not easily taken back. */
export const ConfirmDialog = ({ about, sending, ...dialog }: ConfirmDialogProps) => (
  <FormDialog {...dialog} sending={sending} onSubmit={() => sending.mutate()}>
    <Text size="sm">{about}</Text>
  </FormDialog>
)
