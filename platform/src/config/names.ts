import { z } from 'zod'

export const namespaceConfig = {
  /** Prefixes everything that has a name in a shared engine, so that two systems can use the same engines. */
  NAMESPACE: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'lower-case letters, digits and hyphens, at most 31')
    .optional(),
}

/** What things are called in the engines. */
export class Names {
  readonly #namespace: string

  constructor(namespace: string | undefined) {
    this.#namespace = namespace ?? ''
  }

  #with = (separator: string, name: string) => (this.#namespace ? this.#namespace + separator + name : name)

  topic = (name: string) => this.#with('.', name)
  group = (name: string) => this.#with('.', name)
  key = (name: string) => this.#with(':', name)
  collection = (name: string) => this.#with('_', name)

  databaseUrl(url: string): string {
    const named = new URL(url)
    named.pathname = `/${this.#with('_', named.pathname.slice(1) || 'rollcall')}`
    return named.href
  }
}

/** Its name without the namespace. */
export const ATTENDANCE_TOPIC = 'attendance.recorded'
