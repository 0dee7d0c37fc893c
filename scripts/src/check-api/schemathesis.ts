import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Refused } from '@rollcall/platform'

const VERSION = '4.32.5'
const folder = fileURLToPath(new URL(`../../../.rollcall/tools/schemathesis-${VERSION}`, import.meta.url))
const program = join(folder, 'bin', 'schemathesis')

/** What is wrong with an answer. That the API takes and refuses what it should is the matter of its own tests. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
]

/** Its own Python environment, made once. */
export async function provideSchemathesis(say: (line: string) => void, signal: AbortSignal): Promise<void> {
  if (existsSync(program)) return
  say(`Installing schemathesis ${VERSION}`)
  const made = await run('python3', ['-m', 'venv', folder], signal)
  if (made !== 0) throw new Refused('python3 with its module venv is needed (Debian: apt-get install python3-venv)', 1)
  const installed = await run(join(folder, 'bin', 'pip'), ['install', '--quiet', `schemathesis==${VERSION}`], signal)
  if (installed !== 0) throw new Refused('schemathesis could not be installed', 1)
}

/** Sends all kinds of requests to a running service, as its document describes them. Whether all answers were as it says. */
export async function check(
  url: string,
  options: { key: string; examples: number; seconds: number; report: string; signal: AbortSignal },
): Promise<boolean> {
  const { key, examples, seconds, report, signal } = options
  const code = await run(
    program,
    [
      'run',
      `${url}/apidocs/openapi.json`,
      ...['--header', `Authorization: Bearer ${key}`],
      ...['--checks', CHECKS.join()],
      ...['--phases', 'examples,coverage,fuzzing'],
      ...['--max-examples', String(examples)],
      ...['--max-time', String(seconds)],
      ...['--request-timeout', '30'],
      // More than one: Python 3.11 stumbles over its own threads now and then.
      ...['--workers', '1'],
      ...['--warnings', 'off'],
      '--continue-on-failure',
      ...['--report', 'ndjson', '--report-ndjson-path', report],
    ],
    signal,
  )
  return code === 0
}

async function run(file: string, args: readonly string[], signal: AbortSignal): Promise<number> {
  const env = { ...process.env, PYTHONWARNINGS: 'ignore', PIP_DISABLE_PIP_VERSION_CHECK: '1' }
  // It leaves files where it runs.
  const cwd = existsSync(folder) ? folder : process.cwd()
  const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit'], signal, env, cwd })
  const [code] = await once(child, 'exit')
  return code ?? 1
}
