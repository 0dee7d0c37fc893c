import { randomInt } from 'node:crypto'
import { Command, InvalidArgumentError } from 'commander'
import { MOST_SEED, whole } from '../simulator/options.ts'

export interface ChaosOptions {
  readonly minutes: number
  /** Ends after so many, whatever the time. */
  readonly faults?: number
  readonly seed: number
}

export const chaosCommand = (run: (options: ChaosOptions) => Promise<void>): Command =>
  new Command('chaos')
    .description(
      'Breaks one thing after the other under live traffic, and proves that nothing is lost and nothing counted twice.\n' +
        'It uses engines of its own and breaks them too. Of engines that REDIS_URL, KAFKA_BROKERS, DATABASE_URL and\n' +
        'MONGO_URL name it breaks none, only the services. It leaves nothing behind.',
    )
    .option('--minutes <n>', 'how long', minutes, 10)
    .option('--faults <n>', 'end after so many faults already', whole(1, 1_000_000))
    .option('--seed <n>', 'the same faults in the same order; else a new one, which is printed', whole(0, MOST_SEED))
    .action((options) => run({ seed: randomInt(MOST_SEED), ...options }))

function minutes(text: string): number {
  const value = Number(text)
  if (!/^\d*\.?\d+$/.test(text) || !(value > 0 && value <= 1_440))
    throw new InvalidArgumentError('It must be a number above 0, up to 1440.')
  return value
}
