import { hashPassword, verifyPassword } from './password.ts'

test('a password is known again, another one is not; the hash says how it was made and not what of', async () => {
  const hash = await hashPassword('correct horse')
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/)
  expect(await verifyPassword(hash, 'correct horse')).toBe(true)
  expect(await verifyPassword(hash, 'correct hors')).toBe(false)
  expect(await hashPassword('correct horse')).not.toBe(hash)
})

test('who has no password can not sign in, not even with an empty one', async () => {
  expect(await verifyPassword(null, '')).toBe(false)
})
