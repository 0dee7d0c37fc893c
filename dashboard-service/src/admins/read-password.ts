import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { Writable } from 'node:stream'

/** The first line of standard input. At a terminal it is asked for and not shown; it never is an argument, which others could see. */
export async function readPassword(
  input: Readable & { isTTY?: boolean },
  ask: (text: string) => void,
): Promise<string> {
  const terminal = input.isTTY === true
  if (terminal) ask('Password: ')
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: nowhere, terminal })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
    if (terminal) ask('\n')
  }
}
