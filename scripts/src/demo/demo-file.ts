import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DemoAdmin } from './demo-admin.ts'

/** What a script needs to use the running demo: .rollcall/demo.json. */
export interface DemoFile {
  readonly ingestUrl: string
  readonly dashboardUrl: string
  readonly tasksUrl: string
  /** Of the whole district. */
  readonly admin: DemoAdmin
  /** For the whole district, without a rate limit. */
  readonly deviceKey: string
  /** May do everything in the demo district. */
  readonly apiToken: string
  /** Where leave comes from; null: nowhere. */
  readonly hr: { readonly url: string; readonly token: string } | null
  /** Connection URLs; Kafka as host:port. */
  readonly engines: {
    readonly redis: string
    readonly kafka: string
    readonly postgres: string
    readonly mongo: string
  }
}

/** Readers see the old file or the new one, and nobody but its owner sees either: it has keys in it. */
export async function writeDemoFile(path: string, demo: DemoFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${randomUUID()}`
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(`${JSON.stringify(demo, null, 2)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** What an earlier start gave out; nothing when there is no file, or it is not one that this wrote. */
export async function keysInDemoFile(
  path: string,
): Promise<{ deviceKey?: string; apiToken?: string; admin?: DemoAdmin }> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
  try {
    const { deviceKey, apiToken, admin } = Object(JSON.parse(text))
    const { email, password } = Object(admin)
    return {
      ...(typeof deviceKey === 'string' && { deviceKey }),
      ...(typeof apiToken === 'string' && { apiToken }),
      ...(typeof email === 'string' && typeof password === 'string' && { admin: { email, password } }),
    }
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}
