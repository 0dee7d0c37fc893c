import argon2 from 'argon2'

/**
 * argon2id as OWASP's password storage cheat sheet has it (19 MiB, 2 passes, 1 lane): some 25 ms of one core, so that a
 * guesser pays for each guess and a sign-in goes unnoticed. Sign-ins at once take 19 MiB each, hence not more.
 */
const PARAMETERS = { type: argon2.argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const

/** In argon2's own notation: algorithm, parameters and salt are in it. */
export const hashPassword = (password: string): Promise<string> => argon2.hash(password, PARAMETERS)

/** False also for somebody who has no password. */
export async function verifyPassword(hash: string | null, password: string): Promise<boolean> {
  return hash !== null && (await argon2.verify(hash, password))
}
