import { Alert, Button, PasswordInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef } from 'react'
import { call } from '../api/call.ts'
import { isProblem } from '../api/problem.ts'
import { fieldError } from '../form/form-dialog.tsx'
import { Failure } from '../panel/failure.tsx'
import { texts } from '../texts/texts.ts'
import { Section } from './section.tsx'

const t = texts.access.account

export function ChangePassword() {
  const form = useRef<HTMLFormElement>(null)
  const changing = useMutation<void, Error, { current: string; password: string }>({
    mutationFn: (body) => call('/api/me/password', { method: 'POST', body }),
    onSuccess: () => form.current?.reset(),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    changing.mutate({ current: String(given.get('current')), password: String(given.get('password')) })
  }
  const { error } = changing
  const isTold = fieldError(error, 'current') !== undefined || fieldError(error, 'password') !== undefined
  return (
    <Section title={t.password}>
      <form ref={form} className="stacked" onSubmit={submit} noValidate>
        {changing.isSuccess && (
          <Alert color="teal" role="status">
            {t.saved}
          </Alert>
        )}
        {error && !isTold && (
          <Failure
            error={error}
            title={
              isProblem(error, 429)
                ? texts.session.tooMany(Math.ceil((error.retryAfterSeconds ?? 60) / 60))
                : texts.form.failed
            }
          />
        )}
        <PasswordInput
          name="current"
          label={t.current}
          autoComplete="current-password"
          error={fieldError(error, 'current')}
        />
        <PasswordInput
          name="password"
          label={t.next}
          description={t.nextAbout}
          autoComplete="new-password"
          error={fieldError(error, 'password')}
        />
        <Button type="submit" loading={changing.isPending} className="own-width">
          {t.save}
        </Button>
      </form>
    </Section>
  )
}
