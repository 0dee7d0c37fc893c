import { Button, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { call } from '../api/call.ts'
import { ConfirmDialog } from '../form/confirm-dialog.tsx'
import { forgetEverything } from '../session/kept-me.ts'
import { texts } from '../texts/texts.ts'
import { Section } from './section.tsx'

const t = texts.access.account

export function EndSessions() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [isOpen, setOpen] = useState(false)
  const ending = useMutation<void>({
    mutationFn: () => call('/api/me/sessions', { method: 'DELETE' }),
    onSuccess() {
      forgetEverything()
      navigate('/sign-in', { replace: true, state: { note: t.ended } })
      client.removeQueries()
    },
  })
  return (
    <Section title={t.sessions}>
      <Text size="sm">{t.sessionsAbout}</Text>
      <Button variant="default" className="own-width" onClick={() => setOpen(true)}>
        {t.end}
      </Button>
      {isOpen && (
        <ConfirmDialog
          title={t.sessionsTitle}
          about={t.sessionsAbout}
          submit={t.end}
          danger
          sending={ending}
          onClose={() => setOpen(false)}
        />
      )}
    </Section>
  )
}
