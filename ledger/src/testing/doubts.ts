import type { Doubt } from '../gate-doubt.ts'
import type { PersonDay } from '../school-day.ts'

/** Remembers who was put in doubt. */
export class RememberedDoubts implements Doubt {
  raised: PersonDay[] = []
  async raise(people: readonly PersonDay[]): Promise<void> {
    this.raised.push(...people.map(({ userId, localDate }) => ({ userId, localDate })))
  }
}

/** A gate whose Redis does not answer. */
export const noAnswer: Doubt = {
  raise: () => Promise.reject(new Error('redis does not answer')),
}
