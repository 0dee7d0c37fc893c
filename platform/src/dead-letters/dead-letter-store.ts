import { type Collection, type Db, MongoServerError, ObjectId } from 'mongodb'
import type { Names } from '../config/names.ts'
import {
  DEAD_LETTERS,
  type DeadLetter,
  type LetterAttempt,
  type LetterChange,
  type LetterError,
  type LetterStatus,
  MOST_ATTEMPTS,
  type NewDeadLetter,
  waitAfter,
} from './dead-letter.ts'

const DUPLICATE_KEY = 11_000
const LEASE_MS = 5 * 60_000

export const deadLetters = (db: Db, names: Names): Collection<DeadLetter> =>
  db.collection<DeadLetter>(names.collection(DEAD_LETTERS), { writeConcern: { w: 'majority', journal: true } })

/** Every change of a letter's status names the status and attempts that it expects: whoever comes second changes nothing. */
export class DeadLetterStore {
  readonly #letters: Collection<DeadLetter>

  constructor(db: Db, names: Names) {
    this.#letters = deadLetters(db, names)
  }

  /** Resolves when the letter is safe. The same record again is the same letter. */
  async add(letter: NewDeadLetter, now: Date): Promise<void> {
    try {
      await this.#letters.insertOne({
        _id: new ObjectId(),
        ...letter,
        attempts: 1,
        status: 'pending',
        firstFailedAt: now,
        nextAttemptAt: new Date(now.getTime() + waitAfter(1)),
        leaseUntil: null,
        history: [{ at: now, status: 'pending', note: letter.error.message }],
      })
    } catch (error) {
      if (!(error instanceof MongoServerError && error.code === DUPLICATE_KEY)) throw error
    }
  }

  /** Takes one letter that is due, for a while: if its replay is never heard of again, it is due once more. */
  async lease(now: Date): Promise<DeadLetter | null> {
    return this.#letters.findOneAndUpdate(
      {
        $or: [
          { status: 'pending', nextAttemptAt: { $lte: now } },
          { status: 'replaying', leaseUntil: { $lte: now } },
        ],
      },
      {
        $set: { status: 'replaying', leaseUntil: new Date(now.getTime() + LEASE_MS) },
        $push: { history: { at: now, status: 'replaying', note: 'published again' } },
      },
      { sort: { nextAttemptAt: 1 }, returnDocument: 'after' },
    )
  }

  /** After the record of this attempt is committed. */
  async replayed(attempt: LetterAttempt, now: Date): Promise<void> {
    await this.#letters.updateOne(expecting(attempt), {
      $set: { status: 'replayed', leaseUntil: null },
      $push: { history: { at: now, status: 'replayed', note: 'stored' } },
    })
  }

  /** The replayed record is still poison. False when there is no letter with this id at all. */
  async failedAgain(attempt: LetterAttempt, error: LetterError, now: Date): Promise<boolean> {
    const attempts = attempt.attempts + 1
    const status: LetterStatus = attempts >= MOST_ATTEMPTS ? 'parked' : 'pending'
    const { matchedCount } = await this.#letters.updateOne(expecting(attempt), {
      $set: { status, attempts, error, leaseUntil: null, nextAttemptAt: new Date(now.getTime() + waitAfter(attempts)) },
      $push: { history: { at: now, status, note: error.message } },
    })
    return matchedCount === 1 || (await this.#letters.countDocuments({ _id: new ObjectId(attempt.id) })) === 1
  }

  /**
   * By a person, as they saw the letter: null when it has changed since. Two who change one letter at a time may both leave its
   * status and attempts as they are, so the length of the history is expected as well.
   */
  async changeByHand(seen: DeadLetter, change: LetterChange, now: Date): Promise<DeadLetter | null> {
    const { record, by, note, status = seen.status } = change
    const before = record && { key: seen.key, value: seen.value, encoding: seen.encoding }
    return this.#letters.findOneAndUpdate(
      { _id: seen._id, status: seen.status, attempts: seen.attempts, history: { $size: seen.history.length } },
      {
        $set: { status, ...record, ...(change.status === 'pending' && { nextAttemptAt: now }) },
        $push: { history: { at: now, status, note, by, ...(before && { before }) } },
      },
      { returnDocument: 'after' },
    )
  }

  async countByStatus(): Promise<Partial<Record<LetterStatus, number>>> {
    const groups = await this.#letters
      .aggregate<{ _id: LetterStatus; count: number }>([{ $group: { _id: '$status', count: { $sum: 1 } } }])
      .toArray()
    return Object.fromEntries(groups.map((group) => [group._id, group.count]))
  }
}

const expecting = ({ id, attempts }: LetterAttempt) => ({
  _id: new ObjectId(id),
  status: 'replaying' as const,
  attempts,
})
