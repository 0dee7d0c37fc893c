import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine, type Engine, type EngineName } from '@rollcall/engines'

/** Whatever a killed run leaves in here is stopped by the next one. */
const FOLDERS = process.env.TEST_PRIVATE_FOLDERS ?? join(tmpdir(), 'rollcall-test-engines')

export interface PrivateEngine extends Engine {
  /** Stops it and removes its data. */
  discard(): Promise<void>
}

/** An engine that a test may kill: no other test uses it. */
export async function privateEngine(name: EngineName): Promise<PrivateEngine> {
  await mkdir(FOLDERS, { recursive: true })
  const folder = await mkdtemp(join(FOLDERS, `${name}-`))
  const engine = await createEngine(name, { folder })
  await engine.start()
  const discard = async () => {
    await engine.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return Object.assign(engine, { discard })
}
