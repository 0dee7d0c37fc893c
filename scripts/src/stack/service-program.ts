import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createProgram, type Program } from '@rollcall/engines'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** What node runs for a service. */
export const serviceMain = (workspace: string, file = 'main.js'): string => join(root, workspace, 'dist', file)

/** A service is run as engines are: pid file, log, wait for an answer, stop, start again. */
export function serviceProgram(service: {
  name: string
  main: string
  port: number
  folder: string
  env: NodeJS.ProcessEnv
  /** Options for node itself. */
  node?: readonly string[] | undefined
}): Program {
  const { name, main, port, folder, env, node = [] } = service
  const recipe = {
    title: name,
    url: `http://localhost:${port}`,
    stopSignal: 'SIGTERM' as const,
    async prepare() {
      return {
        file: process.execPath,
        args: ['--enable-source-maps', '--max-semi-space-size=32', ...node, main],
        env: { ...env, PORT: String(port) },
      }
    },
    async ready() {
      const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2000) })
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`/health answers ${answer.status}`)
    },
  }
  return createProgram(name, recipe, { folder })
}
