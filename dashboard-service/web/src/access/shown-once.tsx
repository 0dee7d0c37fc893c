import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { useFocusBack } from '../form/use-focus-back.ts'
import { texts } from '../texts/texts.ts'

export interface ShownOnceProps {
  readonly title: string
  readonly label: string
  /** The link or the key. */
  readonly secret: string
  readonly about: string
  readonly more?: string
  onClose(): void
}

const t = texts.access

/** What the server says once and never again. It is not closed by a click beside it. */
export function ShownOnce({ title, label, secret, about, more, onClose }: ShownOnceProps) {
  useFocusBack()
  const input = useRef<HTMLInputElement>(null)
  const [told, setTold] = useState('')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret)
      setTold(t.copied)
    } catch {
      // Only pages over TLS may write to the clipboard by themselves.
      input.current?.select()
      setTold(t.copyByHand)
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': texts.form.close }}
    >
      <Stack>
        <Text size="sm">{about}</Text>
        <TextInput
          ref={input}
          label={label}
          value={secret}
          readOnly
          data-autofocus
          onFocus={(event) => event.currentTarget.select()}
        />
        {more && <Text size="sm">{more}</Text>}
        <Alert color="yellow">{t.once}</Alert>
        <Group justify="flex-end">
          <Text size="sm" role="status">
            {told}
          </Text>
          <Button onClick={() => void copy()}>{t.copy}</Button>
          <Button variant="default" onClick={onClose}>
            {texts.form.close}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
