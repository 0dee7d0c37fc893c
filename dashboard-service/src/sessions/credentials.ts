import { z } from 'zod'

/** Lower case, so that one address is one admin however it is typed. */
export const email = z
  .string('an e-mail address')
  .max(320, 'at most 320 characters')
  .trim()
  .toLowerCase()
  .pipe(z.email('an e-mail address'))
  .meta({ type: 'string', format: 'email' })

/** Long rather than odd: 12 characters, whichever they are. The upper bound is for us, who have to hash it. */
export const newPassword = z.string('a text').min(12, 'at least 12 characters').max(200, 'at most 200 characters')
/** Of what is only compared: a rule that has changed must not keep anybody out. */
export const givenPassword = z.string('a text').min(1, 'not empty').max(200, 'at most 200 characters')

/** The one thing that everybody would try. */
export const isEmail = (password: string, address: string): boolean => password.trim().toLowerCase() === address
