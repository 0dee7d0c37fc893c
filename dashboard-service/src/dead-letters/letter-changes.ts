import type { AttendanceRecord } from '@rollcall/domain'
import { type Doubt, GateAway } from '@rollcall/ledger'
import {
  audit,
  type Caller,
  type DeadLetter,
  type DeadLetterStore,
  inTransaction,
  type LetterChange,
  type Pool,
  type PoolClient,
  problems,
  REPLAY_TASK,
  requestTask,
} from '@rollcall/platform'
import { peopleConcerned } from './people-concerned.ts'

/** Who asks, and by which request. */
export interface Asking {
  readonly caller: Caller
  readonly requestId: string
}
export type LetterAction = 'replay' | 'discard'

/** Why a letter can't be changed as it is; undefined when it can. */
export function refusal({ status }: Pick<DeadLetter, 'status'>): 'on-its-way' | 'closed' | undefined {
  if (status === 'replaying') return 'on-its-way'
  return status === 'replayed' || status === 'discarded' ? 'closed' : undefined
}

const REFUSED = {
  'on-its-way': 'Its record is on its way; wait until it is replayed or has failed again',
  closed: 'It is replayed or discarded already',
}

/**
 * What people do to letters. Each change expects the letter as it was seen, has its line in the audit log and its entry in the
 * letter's history, and where it makes untrue what the gate holds, the doubt comes first.
 */
export class LetterChanges {
  readonly #store: DeadLetterStore
  readonly #pool: Pool
  readonly #doubt: Doubt

  constructor(parts: { store: DeadLetterStore; pool: Pool; doubt: Doubt }) {
    this.#store = parts.store
    this.#pool = parts.pool
    this.#doubt = parts.doubt
  }

  /**
   * Puts a right record in place of the one that is there, which stays in the history. Both people are in doubt then: the gate
   * may hold what was never stored of the one, and would refuse the check-out of the other.
   */
  async mend(seen: DeadLetter, record: AttendanceRecord, asking: Asking): Promise<DeadLetter> {
    refuse(seen)
    const mended = { key: record.id, value: JSON.stringify(record), encoding: 'utf8' as const }
    await this.raiseDoubts([seen, { ...mended, history: [] }])
    return this.#change(seen, 'mend', { record: mended, note: 'mended', by: asking.caller.name }, asking)
  }

  /** Due now, and the task is asked to look. An event as any other: the gate has nothing to be told. */
  async replay(seen: DeadLetter, asking: Asking): Promise<DeadLetter> {
    refuse(seen)
    const change = { status: 'pending', note: 'to be published again', by: asking.caller.name } as const
    return this.#change(seen, 'replay', change, asking, (client) => this.#askForReplay(client, asking.caller))
  }

  async discard(seen: DeadLetter, reason: string, asking: Asking): Promise<DeadLetter> {
    refuse(seen)
    await this.raiseDoubts([seen])
    return this.discardDoubted(seen, reason, asking)
  }

  /** For whoever has raised the doubts of this very letter. */
  discardDoubted(seen: DeadLetter, reason: string, asking: Asking): Promise<DeadLetter> {
    return this.#change(seen, 'discard', { status: 'discarded', note: reason, by: asking.caller.name }, asking)
  }

  /** Before anything is changed: a gate that still thinks it knows these people might suppress what they do next. */
  async raiseDoubts(letters: readonly Parameters<typeof peopleConcerned>[0][]): Promise<void> {
    const people = letters.flatMap((letter) => peopleConcerned(letter, Date.now()))
    await this.#doubt.raise(people).catch((error) => {
      if (error instanceof GateAway) throw problems.unavailable('The gate does not answer; nothing was changed')
      throw error
    })
  }

  /**
   * Two stores can't commit as one. The line is written first and committed last: if Mongo refuses there is no line, and if the
   * commit fails in the end, the letter's own history tells who it was.
   */
  #change(
    seen: DeadLetter,
    action: 'mend' | LetterAction,
    change: LetterChange,
    { caller, requestId }: Asking,
    alongside?: (client: PoolClient) => Promise<void>,
  ): Promise<DeadLetter> {
    return inTransaction(this.#pool, async (client) => {
      // One person after another: MongoDB would see to it by itself, FerretDB, which the demo runs on, does not.
      await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('dead letter ' || $1, 0))`, [
        seen._id.toHexString(),
      ])
      await audit(client, caller, requestId, {
        action: `dead-letter.${action}`,
        before: { letter: seen._id.toHexString(), key: seen.key, status: seen.status, attempts: seen.attempts },
        after: { key: change.record?.key ?? seen.key, status: change.status ?? seen.status, note: change.note },
      })
      const changed = await this.#store.changeByHand(seen, change, new Date())
      if (!changed) throw problems.conflict('changed-meanwhile', 'This letter has changed since it was looked at')
      await alongside?.(client)
      return changed
    })
  }

  /** Unless somebody has, and it has not begun: one run takes all letters that are due. */
  async #askForReplay(client: PoolClient, caller: Caller): Promise<void> {
    const { rowCount } = await client.query(
      'SELECT FROM operations.task_requests WHERE run_id IS NULL AND task = $1 LIMIT 1',
      [REPLAY_TASK],
    )
    if (!rowCount) await requestTask(client, REPLAY_TASK, {}, caller.name)
  }
}

function refuse(letter: DeadLetter): void {
  const reason = refusal(letter)
  if (reason) throw problems.conflict(reason, REFUSED[reason])
}
