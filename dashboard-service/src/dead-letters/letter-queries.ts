import type { Collection, DeadLetter, LetterStatus, ObjectId } from '@rollcall/platform'
import { causeOf, type LetterFilter, letterId, mongoFilter } from './letter-filter.ts'

/** Letters that failed for one reason. */
export interface LetterGroup {
  readonly code: string
  /** What to filter by for the letters of it. */
  readonly message: string
  count: number
  readonly byStatus: Partial<Record<LetterStatus, number>>
  firstFailedAt: Date
  lastFailedAt: Date
  /** The newest letter of it. */
  example: string
}

/** The most causes that are told apart; the rest is not lost, but in the list. */
const MOST_GROUPS = 200

export class LetterQueries {
  readonly #letters: Collection<DeadLetter>

  constructor(letters: Collection<DeadLetter>) {
    this.#letters = letters
  }

  find(id: string): Promise<DeadLetter | null> {
    return this.#letters.findOne({ _id: letterId(id) })
  }

  /** Those of them that are there. */
  findAll(ids: readonly string[]): Promise<DeadLetter[]> {
    return this.#letters.find({ _id: { $in: ids.map(letterId) } }).toArray()
  }

  /** Newest first, after the one with this id. */
  list(filter: LetterFilter, page: { after: string | undefined; limit: number }): Promise<DeadLetter[]> {
    const older = page.after === undefined ? {} : { _id: { $lt: letterId(page.after) } }
    return this.#letters
      .find({ ...mongoFilter(filter), ...older })
      .sort({ _id: -1 })
      .limit(page.limit)
      .toArray()
  }

  /** Oldest first: what a bulk call takes. */
  oldest(filter: LetterFilter, limit: number): Promise<DeadLetter[]> {
    return this.#letters.find(mongoFilter(filter)).sort({ _id: 1 }).limit(limit).toArray()
  }

  count = (filter: LetterFilter): Promise<number> => this.#letters.countDocuments(mongoFilter(filter))

  /**
   * By cause, the most frequent first. In one walk, as not every server of Mongo's kind can tell the first and the last of a
   * group; of the letters only what is needed for it is read.
   */
  async groups(filter: LetterFilter): Promise<LetterGroup[]> {
    const groups = new Map<string, LetterGroup>()
    const walk = this.#letters
      .find(mongoFilter(filter))
      .project<Pick<DeadLetter, '_id' | 'status' | 'error' | 'firstFailedAt'>>({
        status: 1,
        error: 1,
        firstFailedAt: 1,
      })
    for await (const letter of walk) {
      const message = causeOf(letter.error.message)
      const key = `${letter.error.code} ${message}`
      const group = groups.get(key)
      if (group) add(group, letter)
      else groups.set(key, begun(letter, message))
    }
    return [...groups.values()].sort((a, b) => b.count - a.count).slice(0, MOST_GROUPS)
  }
}

type Counted = { _id: ObjectId } & Pick<DeadLetter, 'status' | 'error' | 'firstFailedAt'>

const begun = ({ _id, status, error, firstFailedAt }: Counted, message: string): LetterGroup => ({
  code: error.code,
  message,
  count: 1,
  byStatus: { [status]: 1 },
  firstFailedAt,
  lastFailedAt: firstFailedAt,
  example: _id.toHexString(),
})

function add(group: LetterGroup, { _id, status, firstFailedAt }: Counted): void {
  group.count += 1
  group.byStatus[status] = (group.byStatus[status] ?? 0) + 1
  if (firstFailedAt < group.firstFailedAt) group.firstFailedAt = firstFailedAt
  if (firstFailedAt >= group.lastFailedAt) {
    group.lastFailedAt = firstFailedAt
    group.example = _id.toHexString()
  }
}
