import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const REAL = fileURLToPath(new URL('../../migrations', import.meta.url))
const made: string[] = []
const newFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-migrations-'))
  made.push(folder)
  return folder
}

/** A folder of migrations of a test's own: file to content. */
export async function migrationsFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await newFolder()
  for (const [file, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), content)
  }
  return folder
}

/** A copy of the real ones, to be changed. */
export async function copyOfMigrations(): Promise<string> {
  const folder = await newFolder()
  await cp(REAL, folder, { recursive: true })
  return folder
}

export async function removeMigrationsFolders(): Promise<void> {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true })
}
