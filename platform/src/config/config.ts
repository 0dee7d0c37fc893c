import { z } from 'zod'

/** The environment does not say what a program needs; `message` names every variable that is wrong. */
export class ConfigError extends Error {}

/** Reads a program's settings from the environment: all errors at once, each with its variable's name. */
export function readConfig<Shape extends z.ZodRawShape>(shape: Shape, env: NodeJS.ProcessEnv) {
  // An empty variable, as compose files leave them, means "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const result = z.object(shape).safeParse(given)
  if (result.success) return result.data
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new ConfigError(`The environment is not as it should be:\n${lines.join('\n')}`)
}

/** For main.ts: the settings, or a message and exit code 1. */
export function configOrExit<Shape extends z.ZodRawShape>(shape: Shape, env: NodeJS.ProcessEnv) {
  try {
    return readConfig(shape, env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}
