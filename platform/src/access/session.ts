import { randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { CookieOptions } from 'express'

export const SESSION_COOKIE = 'rollcall_session'

/** Whoever leaves a desk is signed out after a long meeting, and in any case before the next day. */
export const SESSION_IDLE_MINUTES = 120
export const SESSION_HOURS = 12

/** 256 random bits, as for keys: SHA-256 keeps them safe. */
export const newSessionSecret = (): string => randomBytes(32).toString('base64url')

const COOKIE = new RegExp(`(?:^|; *)${SESSION_COOKIE}=([\\w-]{43})(?:;|$)`)
export const sessionSecretOf = (headers: IncomingHttpHeaders): string | undefined =>
  COOKIE.exec(headers.cookie ?? '')?.[1]

/**
 * No script reads it, no other site's page sends it, and it goes over TLS only where it came by TLS. It has no date: the server
 * alone knows when a session ends.
 */
export const sessionCookie = (secure: boolean): CookieOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  path: '/',
  secure,
})
