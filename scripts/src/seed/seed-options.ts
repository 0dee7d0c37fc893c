import { InvalidArgumentError } from 'commander'

export interface SeedOptions {
  readonly seed: number
  readonly schools: number
  readonly users: number
  readonly days: number
}

export const DEFAULTS: SeedOptions = { seed: 1, schools: 20, users: 10_000, days: 22 }

/** Reads an option that is a whole number in these bounds. */
export const wholeNumber =
  (from: number, to: number) =>
  (text: string): number => {
    const number = Number(text)
    if (!/^\d+$/.test(text) || number < from || number > to)
      throw new InvalidArgumentError(`It must be a whole number from ${from} to ${to}.`)
    return number
  }
