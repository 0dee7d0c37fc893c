import { InvalidArgumentError } from 'commander'

export const MOST_SEED = 2_147_483_647

/** Reads an option that is a whole number. */
export function whole(low: number, high: number) {
  return (text: string): number => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < low || value > high)
      throw new InvalidArgumentError(`It must be a whole number from ${low} to ${high}.`)
    return value
  }
}
