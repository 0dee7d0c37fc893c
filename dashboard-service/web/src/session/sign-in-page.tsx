import { Alert, Button, Center, Paper, PasswordInput, Stack, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { call } from '../api/call.ts'
import { isProblem, type Problem } from '../api/problem.ts'
import { meQuery } from '../api/queries.ts'
import { texts } from '../texts/texts.ts'

interface CameFrom {
  readonly back?: string
  readonly over?: boolean
  /** Said above the form. */
  readonly note?: string
}

export function SignInPage() {
  const navigate = useNavigate()
  const client = useQueryClient()
  const from = (useLocation().state ?? {}) as CameFrom
  const password = useRef<HTMLInputElement>(null)
  const signIn = useMutation<void, Problem, { email: string; password: string }>({
    mutationFn: (body) => call('/api/sign-in', { method: 'POST', body }),
    async onSuccess() {
      client.removeQueries()
      await client.fetchQuery(meQuery)
      navigate(from.back ?? '/', { replace: true })
    },
    onError: () => password.current?.select(),
  })
  useEffect(() => {
    document.title = `${texts.session.title} – ${texts.app}`
  }, [])

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    signIn.mutate({ email: String(form.get('email')), password: String(form.get('password')) })
  }

  return (
    <Center mih="100vh" p="md" component="main">
      <Paper withBorder shadow="sm" p="xl" w="100%" maw={420}>
        <form onSubmit={submit}>
          <Stack>
            <Title order={1} size="h2">
              {texts.app}: {texts.session.title}
            </Title>
            {from.over && !signIn.error && <Alert color="yellow">{texts.session.over}</Alert>}
            {from.note && !signIn.error && <Alert color="teal">{from.note}</Alert>}
            {signIn.error && (
              <Alert color="red" role="alert">
                {reasonOf(signIn.error)}
              </Alert>
            )}
            <TextInput
              name="email"
              type="email"
              label={texts.session.email}
              autoComplete="username"
              required
              withAsterisk={false}
              data-autofocus
              autoFocus
            />
            <PasswordInput
              name="password"
              ref={password}
              label={texts.session.password}
              autoComplete="current-password"
              required
              withAsterisk={false}
            />
            <Button type="submit" loading={signIn.isPending}>
              {texts.session.submit}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  )
}

function reasonOf(error: Error): string {
  if (isProblem(error, 401, 400)) return texts.session.wrong
  if (isProblem(error, 429)) return texts.session.tooMany(Math.ceil((error.retryAfterSeconds ?? 60) / 60))
  return texts.session.failed
}
