import {
  audit,
  type Caller,
  dataOf,
  inTransaction,
  may,
  notFromOurPages,
  originOf,
  type Pool,
  problems,
  RIGHTS,
  ROLE_RIGHTS,
  type Role,
  type Route,
  route,
  SESSION_COOKIE,
  type SessionStore,
  sessionCookie,
  sessionSecretOf,
} from '@rollcall/platform'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { email, givenPassword, newPassword } from './credentials.ts'
import type { PasswordChange } from './password-change.ts'
import type { SignIn } from './sign-in.ts'

const TAG = 'Sessions'
const me = z.object({
  kind: z.enum(['admin', 'token']),
  id: z.int(),
  name: z.string(),
  email: z.string().nullable().describe('null for a key'),
  role: z.enum(Object.keys(ROLE_RIGHTS) as [Role, ...Role[]]),
  schools: z.array(z.int()).nullable().describe('null: the whole district'),
  rights: z.array(z.enum(RIGHTS)),
})
const signedIn = { 204: { description: 'Signed in: the cookie is set' } }

const addressOf = (res: Response): string => String(res.locals.address)
const setCookie = (req: Request, res: Response, secret: string) =>
  res.cookie(SESSION_COOKIE, secret, sessionCookie(req.secure))

function requireAdmin(caller: Caller): void {
  if (caller.kind !== 'admin') throw problems.forbidden('It takes somebody who is signed in')
}

/** Signing in and out, and who one is. */
export const sessionRoutes = (parts: {
  pool: Pool
  sessions: SessionStore
  signIn: SignIn
  passwordChange: PasswordChange
}): Route[] => [
  route({
    method: 'post',
    path: '/api/sign-in',
    tag: TAG,
    summary: 'Sign in by e-mail and password',
    description: 'Answers with a session in the cookie rollcall_session. An earlier session of the same browser ends.',
    right: 'open',
    body: z.object({ email, password: givenPassword }),
    bodyExample: { email: 'asha.rai@example.org', password: 'a long sentence is good' },
    answers: signedIn,
    async handle({ body, requestId, req, res }) {
      // Else another site could sign somebody in, as somebody else, and read what they enter then.
      if (originOf(req) === 'other') throw notFromOurPages()
      const earlier = sessionSecretOf(req.headers)
      const secret = await parts.signIn.signIn({ ...body, address: addressOf(res), earlier, requestId })
      setCookie(req, res, secret)
      return { status: 204 }
    },
  }),
  route({
    method: 'post',
    path: '/api/sign-out',
    tag: TAG,
    summary: 'Sign out here',
    right: 'anyone',
    answers: { 204: { description: 'Signed out' } },
    async handle({ caller, requestId, req, res }) {
      requireAdmin(caller)
      const secret = sessionSecretOf(req.headers)
      await inTransaction(parts.pool, async (client) => {
        if (secret !== undefined) await parts.sessions.end(client, secret)
        await audit(client, caller, requestId, { action: 'admin.sign-out', subjectId: caller.id })
      })
      res.clearCookie(SESSION_COOKIE, sessionCookie(req.secure))
      return { status: 204 }
    },
  }),
  route({
    method: 'get',
    path: '/api/me',
    tag: TAG,
    summary: 'Who am I, and what may I do',
    right: 'anyone',
    answers: { 200: { description: 'The caller', schema: dataOf(me) } },
    async handle({ caller, res }) {
      const rights = RIGHTS.filter((right) => may(caller, right))
      if (rights.length === 0) throw problems.forbidden('It sends check-ins and images, and does nothing else')
      res.setHeader('cache-control', 'no-store')
      const { kind, id, name, role, schools } = caller
      return { body: { data: { kind, id, name, email: await emailOf(parts.pool, caller), role, schools, rights } } }
    },
  }),
  route({
    method: 'post',
    path: '/api/me/password',
    tag: TAG,
    summary: 'Change my password',
    description: 'All my other sessions end, everywhere. This one goes on with a new cookie.',
    right: 'anyone',
    body: z.object({ current: givenPassword, password: newPassword }),
    bodyExample: { current: 'a long sentence is good', password: 'a longer sentence is better' },
    answers: { 204: { description: 'Changed: the cookie is set anew' } },
    async handle({ caller, body, requestId, req, res }) {
      requireAdmin(caller)
      const wanted = { ...body, address: addressOf(res) }
      setCookie(req, res, await parts.passwordChange.change(caller, wanted, requestId))
      return { status: 204 }
    },
  }),
  route({
    method: 'delete',
    path: '/api/me/sessions',
    tag: TAG,
    summary: 'Sign out everywhere at once',
    right: 'anyone',
    answers: { 204: { description: 'Every session of mine has ended, this one too' } },
    async handle({ caller, requestId, req, res }) {
      requireAdmin(caller)
      await inTransaction(parts.pool, async (client) => {
        await parts.sessions.endAll(client, caller.id)
        await audit(client, caller, requestId, { action: 'admin.sign-out-everywhere', subjectId: caller.id })
      })
      res.clearCookie(SESSION_COOKIE, sessionCookie(req.secure))
      return { status: 204 }
    },
  }),
]

async function emailOf(pool: Pool, caller: Caller): Promise<string | null> {
  if (caller.kind !== 'admin') return null
  const { rows } = await pool.query<{ email: string }>('SELECT email FROM access.admins WHERE id = $1', [caller.id])
  return rows[0]?.email ?? null
}
