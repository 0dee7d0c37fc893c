import { type Day, type LocalDate, verdict } from '@rollcall/domain'
import { CorrectionError, type CorrectionErrorCode, GateAway, type Ledger, type NewCorrection } from '@rollcall/ledger'
import { audit, type Caller, Problem, problems, sees } from '@rollcall/platform'
import type { LiveNotice } from '../intake/live-notice.ts'
import type { CorrectionBody } from './correction-body.ts'
import { figures, type PersonDays, type PersonsDay } from './person-days.ts'

/** Who asks, and by which request. */
export interface Asking {
  readonly caller: Caller
  readonly requestId: string
}

const STATUS: Record<CorrectionErrorCode, number> = {
  'no-such-event': 422,
  'already-void': 409,
  'event-exists': 409,
  'wrong-date': 422,
  'unknown-mark': 422,
  'no-such-correction': 422,
  'already-undone': 409,
  'other-school': 409,
  'unknown-person': 422,
  'unknown-school': 422,
  'changed-meanwhile': 412,
}

const TITLE = 'This correction is not possible as things stand'

/** Changes by hand: by the ledger, with their line in the audit log, and told to whoever is looking. */
export class Corrections {
  readonly #ledger: Ledger
  readonly #days: PersonDays
  readonly #notice: LiveNotice

  constructor(parts: { ledger: Ledger; days: PersonDays; notice: LiveNotice }) {
    this.#ledger = parts.ledger
    this.#days = parts.days
    this.#notice = parts.notice
  }

  async make(body: CorrectionBody, { caller, requestId }: Asking): Promise<{ id: number; day: PersonsDay }> {
    const correction = await this.#toCorrection(body, caller)
    const { userId, schoolId, localDate } = correction
    const { id, version } = await this.#ledger
      .correct(correction, (client, corrected) =>
        audit(client, caller, requestId, {
          action: `correction.${correction.kind}`,
          subjectId: corrected.id,
          schoolId,
          before: corrected.before && { localDate, userId, ...figures(corrected.before) },
          after: { localDate, userId, reason: correction.reason, ...figures(corrected.after) },
        }),
      )
      .catch(explain)
    this.#notice.publish([{ schoolId, localDate, version }])
    return { id, day: await this.day(userId, localDate, caller) }
  }

  /** What it would change; nothing is stored. */
  async preview(body: CorrectionBody, caller: Caller) {
    const correction = await this.#toCorrection(body, caller)
    const now = await this.day(correction.userId, correction.localDate, caller)
    const { before, after } = await this.#ledger.preview(correction).catch(explain)
    const counts = now.status !== null
    // Neither the leave nor the hour changes by a correction.
    const context = { excused: await this.#days.isExcused(now.userId, now.localDate), dayOver: now.over }
    const side = (day: Day | null) => ({
      ...(counts ? verdict(day, context) : { status: null, why: now.why }),
      ...figures(day),
    })
    return { version: now.version, before: side(before), after: side(after) }
  }

  async day(userId: number, localDate: LocalDate, caller: Caller, now = new Date()): Promise<PersonsDay> {
    const [day] = await this.#days.read(userId, localDate, localDate, caller.schools, now, 'all')
    if (!day) throw problems.notFound('person at this date')
    return day
  }

  async #toCorrection(body: CorrectionBody, caller: Caller): Promise<NewCorrection> {
    const { userId, localDate, reason } = body
    const schoolId = await this.#days.schoolOf(userId, localDate)
    // What is out of scope is as if it were not there.
    if (schoolId === undefined || !sees(caller, schoolId))
      throw new Problem(422, 'unknown-user', 'Nobody with this id is enrolled on that date')
    const common = { userId, schoolId, localDate, reason, madeBy: caller.name, expected: body.expectedVersion }
    const event = () => {
      if (body.kind !== 'add' && body.kind !== 'amend') throw new Error('no event in this kind of correction')
      return { at: body.timestamp, type: body.type, temperature: body.temperature ?? null }
    }
    const target = () => {
      if (body.kind !== 'void' && body.kind !== 'amend') throw new Error('no target in this kind of correction')
      if (body.id.userId !== userId)
        throw problems.invalid([{ field: 'id', message: 'is not the id of a check-in of this person' }])
      return { at: body.id.at, type: body.id.type }
    }
    if (body.kind === 'void') return { ...common, kind: 'void', target: target() }
    if (body.kind === 'add') return { ...common, kind: 'add', event: event() }
    if (body.kind === 'amend') return { ...common, kind: 'amend', target: target(), event: event() }
    if (body.kind === 'mark') return { ...common, kind: 'mark', status: body.status }
    return { ...common, kind: 'undo', undoes: body.undoes }
  }
}

function explain(error: unknown): never {
  if (error instanceof CorrectionError)
    throw new Problem(STATUS[error.code], error.code, TITLE, { detail: error.message })
  if (error instanceof GateAway) throw problems.unavailable('The gate does not answer; nothing was changed')
  throw error
}
