import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hashSecret, type TokenStore } from '@rollcall/platform'

/** For whoever owns it and their group: Prometheus is another user. */
const MODE = 0o640

/** Whether the file has a key in it that is valid. */
export async function hasValidKey(file: string, tokens: TokenStore): Promise<boolean> {
  let secret: string
  try {
    secret = readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
  return (await tokens.findByHash(hashSecret(secret))) !== undefined
}

/** Writes a key that `make` makes. Where the file can't be written none is made; a reader never sees half of it. */
export async function writeKeyFile<Key extends { secret: string }>(
  file: string,
  make: () => Promise<Key>,
): Promise<Key> {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, '', { mode: MODE })
  try {
    const key = await make()
    writeFileSync(draft, key.secret)
    renameSync(draft, file)
    return key
  } finally {
    rmSync(draft, { force: true })
  }
}
