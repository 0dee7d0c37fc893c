import { Alert, Button, Center, Paper, PasswordInput, Stack, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { call } from '../api/call.ts'
import type { Problem } from '../api/problem.ts'
import { texts } from '../texts/texts.ts'

/** Where the link of an invitation, or of a lost password, leads. */
export function AcceptPage() {
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const accept = useMutation<void, Problem, string>({
    mutationFn: (password) =>
      call('/api/accept', { method: 'POST', body: { token: search.get('token') ?? '', password } }),
    onSuccess: () => navigate('/sign-in', { replace: true, state: { note: texts.accept.done } }),
  })
  useEffect(() => {
    document.title = `${texts.accept.title} – ${texts.app}`
  }, [])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    accept.mutate(String(new FormData(event.currentTarget).get('password')))
  }
  return (
    <Center mih="100vh" p="md" component="main">
      <Paper withBorder shadow="sm" p="xl" w="100%" maw={420}>
        <form onSubmit={submit}>
          <Stack>
            <Title order={1} size="h2">
              {texts.accept.title}
            </Title>
            {accept.error && (
              <Alert color="red" role="alert">
                {accept.error.status === 404
                  ? texts.accept.gone
                  : (accept.error.errors[0]?.message ?? texts.accept.failed)}
              </Alert>
            )}
            <PasswordInput
              name="password"
              label={texts.accept.password}
              description={texts.accept.about}
              autoComplete="new-password"
              minLength={12}
              maxLength={200}
              required
              withAsterisk={false}
            />
            <Button type="submit" loading={accept.isPending}>
              {texts.accept.submit}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  )
}
