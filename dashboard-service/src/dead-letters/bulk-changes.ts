import { type DeadLetter, isMongoAway, isPostgresAway, Problem } from '@rollcall/platform'
import { type Asking, type LetterAction, type LetterChanges, refusal } from './letter-changes.ts'
import type { LetterFilter } from './letter-filter.ts'
import type { LetterQueries } from './letter-queries.ts'

/** As many as one call changes; who has more asks again. */
export const MOST_LETTERS = 1_000
const AT_ONCE = 4

export type Which = { readonly ids: readonly string[] } | { readonly filter: LetterFilter }

/** unavailable: it is not known what became of it. */
export type BulkOutcome = 'done' | 'on-its-way' | 'closed' | 'changed-meanwhile' | 'not-found' | 'unavailable'
export interface BulkResult {
  readonly id: string
  readonly outcome: BulkOutcome
}
export interface BulkPreview {
  /** How many letters this is about. */
  readonly matching: number
  /** How many of them one call would change. */
  readonly count: number
  /** How many can't be changed as they are. */
  readonly refused: number
}

/** The same change of many letters, each by itself: one that fails does not hold up the others. */
export class BulkChanges {
  readonly #queries: LetterQueries
  readonly #changes: LetterChanges

  constructor(queries: LetterQueries, changes: LetterChanges) {
    this.#queries = queries
    this.#changes = changes
  }

  async preview(which: Which): Promise<BulkPreview> {
    const { letters, missing } = await this.#letters(which)
    const refused = letters.filter(refusal).length
    const matching = 'ids' in which ? which.ids.length : await this.#queries.count(changeable(which.filter))
    return { matching, count: letters.length - refused, refused: refused + missing.length }
  }

  async run(action: LetterAction, which: Which, reason: string, asking: Asking): Promise<BulkResult[]> {
    const { letters, missing } = await this.#letters(which)
    // Of all of them before the first is discarded: if the gate does not answer, nothing was changed.
    if (action === 'discard') await this.#changes.raiseDoubts(letters.filter((letter) => !refusal(letter)))
    const one = (letter: DeadLetter) =>
      action === 'replay' ? this.#changes.replay(letter, asking) : this.#changes.discardDoubted(letter, reason, asking)
    const results: BulkResult[] = missing.map((id) => ({ id, outcome: 'not-found' }))
    const left = letters.values()
    const worker = async () => {
      for (const letter of left) {
        const refused = refusal(letter)
        const outcome = refused ?? (await one(letter).then(() => 'done' as const, outcomeOf))
        results.push({ id: letter._id.toHexString(), outcome })
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    return results
  }

  async #letters(which: Which): Promise<{ letters: DeadLetter[]; missing: string[] }> {
    if ('filter' in which)
      return { letters: await this.#queries.oldest(changeable(which.filter), MOST_LETTERS), missing: [] }
    const letters = await this.#queries.findAll(which.ids)
    const found = new Set(letters.map(({ _id }) => _id.toHexString()))
    return { letters, missing: which.ids.filter((id) => !found.has(id)) }
  }
}

/** Of all that a filter finds, those that are still open. */
const changeable = (filter: LetterFilter): LetterFilter => ({ status: 'open', ...filter })

function outcomeOf(error: unknown): BulkOutcome {
  if (error instanceof Problem && error.type.endsWith(':changed-meanwhile')) return 'changed-meanwhile'
  if (isMongoAway(error) || isPostgresAway(error)) return 'unavailable'
  throw error
}
