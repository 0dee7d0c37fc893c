import { Command, InvalidArgumentError } from 'commander'
import { MOST_SEED, whole } from '../simulator/options.ts'

export interface DayOptions {
  readonly schools: number
  readonly people: number
  readonly scale: number
  readonly seed: number
}

const MOST_PEOPLE = 20_000_000

export const dayCommand = (run: (options: DayOptions) => Promise<void>): Command =>
  new Command('day')
    .description(
      'Plays yesterday: a whole school day of a district, over HTTP and as fast as it goes, and proves that all of it is stored.\n' +
        'It uses engines of its own, or those that REDIS_URL, KAFKA_BROKERS, DATABASE_URL and MONGO_URL name, and leaves nothing behind.',
    )
    .option('--schools <n>', 'how many schools', whole(1, 100_000), 1_000)
    .option('--people <n>', 'how many people in each', whole(1, 100_000), 5_000)
    .option('--scale <x>', 'so much of the people: 0.01 for a quick one', part, 1)
    .option('--seed <n>', 'the same people do the same for the same seed', whole(0, MOST_SEED), 1)
    .action(async (options: DayOptions, command: Command) => {
      const people = Math.max(1, Math.round(options.people * options.scale))
      if (options.schools * people > MOST_PEOPLE)
        command.error(`error: that is more than ${MOST_PEOPLE.toLocaleString('en-US')} people`, { exitCode: 2 })
      await run({ ...options, people })
    })

function part(text: string): number {
  const value = Number(text)
  if (!/^\d*\.?\d+$/.test(text) || !(value > 0 && value <= 1))
    throw new InvalidArgumentError('It must be a number above 0, up to 1.')
  return value
}
