import { type Command, CommanderError } from 'commander'

/** What a caller asked for is not possible as it stands: a sentence, and this exit code. */
export class Refused extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode = 2) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Runs a command and sets the process' exit code: 0 done, 1 failed, 2 asked for in the wrong way. */
export async function runCommand(command: Command, argv: readonly string[]): Promise<void> {
  process.stdout.on('error', whenNobodyReads)
  for (const each of [command, ...command.commands]) each.exitOverride().showHelpAfterError('(--help tells more)')
  try {
    await command.parseAsync([...argv])
  } catch (error) {
    process.exitCode = exitCodeOf(error)
    // commander has said what it found by itself.
    if (!(error instanceof CommanderError)) process.stderr.write(`${sentenceOf(error)}\n`)
  }
}

/** `| head` has seen enough and is gone: the work goes on, or ends, as it would have. */
const whenNobodyReads = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error
}

const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  return error instanceof Refused ? error.exitCode : 1
}

/** A refused connection to a name with two addresses has its reasons inside, and no message of its own. */
const sentenceOf = (error: unknown): string => {
  if (error instanceof AggregateError && !error.message) return error.errors.map(sentenceOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
