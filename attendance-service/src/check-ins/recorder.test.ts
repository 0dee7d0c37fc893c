import { jest } from '@jest/globals'
import { TimeZoneDays } from '@rollcall/domain'
import { Problem, problems } from '@rollcall/platform'
import { waitFor } from '../../../tests/support/wait-for.ts'
import type { Roster } from '../roster/roster.ts'
import { Admission, type AdmittedCheckIn } from './admission.ts'
import { type BatchOutcome, Recorder } from './recorder.ts'

interface Batch {
  readonly checkIns: readonly AdmittedCheckIn[]
  readonly ids: readonly string[]
  /** All alike, or one each. */
  finish(outcome: (BatchOutcome | Error) | readonly (BatchOutcome | Error)[]): void
}

const recorded = { kind: 'recorded' } as const
const NOW = Date.parse('2026-09-02T10:00:00Z')
const day = new TimeZoneDays('UTC').dayAt(NOW)
const roster: Pick<Roster, 'find'> = { find: () => ({ schoolId: 1, day }) }
const admission = new Admission(roster as Roster)
const key = { id: 1, kind: 'device', schoolId: null, limitPerSecond: null } as const

let batches: Batch[]
let recorder: Recorder

beforeEach(() => {
  batches = []
  recorder = new Recorder(
    (checkIns) =>
      new Promise((resolve) => {
        const finish: Batch['finish'] = (outcome) =>
          resolve(Array.isArray(outcome) ? outcome : checkIns.map(() => outcome as BatchOutcome | Error))
        batches.push({ checkIns, ids: checkIns.map(({ id }) => id), finish })
      }),
  )
})
afterEach(() => {
  recorder.stop()
  jest.restoreAllMocks()
})

const checkIn = (userId: number, secondsAgo = 0): AdmittedCheckIn =>
  // Not a promise: this roster has everybody at hand.
  admission.admit({ userId, type: 'checkin', timestamp: NOW - secondsAgo * 1_000 }, key, NOW, '') as AdmittedCheckIn

const batch = (number: number) => waitFor(`batch ${number}`, () => batches[number - 1])
/** Whoever waits for the next turn of the loop sees everything that follows at once. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('together', () => {
  test('check-ins of one moment travel together, and each has its own outcome', async () => {
    const outcomes = [1, 2, 3].map((userId) => recorder.record(checkIn(userId)))
    const first = await batch(1)
    expect(first.ids).toEqual([1, 2, 3].map((userId) => `${userId}-i${NOW}`))
    first.finish([recorded, { kind: 'repeat', of: 5 }, { kind: 'refused' }])
    expect(await Promise.all(outcomes)).toEqual([recorded, { kind: 'repeat', of: 5 }, { kind: 'refused' }])
    expect(recorder.held).toBe(0)
  })

  test('a full batch leaves at once, and only a few are under way at a time', async () => {
    const outcomes = Array.from({ length: 2_300 }, (_, index) => recorder.record(checkIn(index + 1)))
    const few = batches.length
    expect(few).toBeLessThanOrEqual(4)
    expect(batches.every(({ ids }) => ids.length === 500)).toBe(true)
    await turn()
    expect(batches).toHaveLength(few)
    for (let number = 1; number <= 5; number++) {
      const next = await batch(number)
      expect(next.ids).toHaveLength(number < 5 ? 500 : 300)
      next.finish(recorded)
    }
    expect(await Promise.all(outcomes)).toEqual(outcomes.map(() => recorded))
  })

  test('a batch that answers too little is an error of ours, for those who have no answer', async () => {
    const outcomes = [recorder.record(checkIn(1)), recorder.record(checkIn(2))]
    const refused = expect(outcomes[1]).rejects.toMatchObject({ status: 500 })
    ;(await batch(1)).finish([recorded])
    expect(await outcomes[0]).toEqual(recorded)
    await refused
  })
})

describe('the same check-in, asked again while it is under way', () => {
  test('shares one answer, as a repeat of itself', async () => {
    const first = recorder.record(checkIn(1))
    const waiting = recorder.record(checkIn(1))
    const sent = await batch(1)
    const underWay = recorder.record(checkIn(1))
    sent.finish(recorded)
    const repeat = { kind: 'repeat', of: NOW }
    expect(await Promise.all([first, waiting, underWay])).toEqual([recorded, repeat, repeat])
    expect(batches.flatMap(({ ids }) => ids)).toEqual([`1-i${NOW}`])
  })

  test.each([
    ['a refusal', { kind: 'refused' } as const],
    ['a repeat of another', { kind: 'repeat', of: 7 } as const],
  ])('shares %s as it is', async (_what, outcome) => {
    const both = [recorder.record(checkIn(1)), recorder.record(checkIn(1))]
    ;(await batch(1)).finish(outcome)
    expect(await Promise.all(both)).toEqual([outcome, outcome])
  })

  test('shares a failure, and is sent again when it is asked for once more', async () => {
    const both = Promise.allSettled([recorder.record(checkIn(1)), recorder.record(checkIn(1))])
    ;(await batch(1)).finish(problems.unavailable('Kafka is away'))
    for (const each of await both) expect(each).toMatchObject({ status: 'rejected', reason: { status: 503 } })
    const again = recorder.record(checkIn(1))
    ;(await batch(2)).finish(recorded)
    expect(await again).toEqual(recorded)
  })

  test('also when it waits behind another of the same person', async () => {
    const all = [checkIn(1, 60), checkIn(1), checkIn(1)].map((each) => recorder.record(each))
    ;(await batch(1)).finish(recorded)
    const second = await batch(2)
    expect(second.ids).toEqual([`1-i${NOW}`])
    second.finish(recorded)
    expect(await Promise.all(all)).toEqual([recorded, recorded, { kind: 'repeat', of: NOW }])
  })
})

describe('check-ins of one person', () => {
  test('go one after another, in the order in which they came, whatever becomes of them', async () => {
    const seconds = [30, 10, 20]
    const outcomes = seconds.map((second) => recorder.record(checkIn(1, second)))
    const other = recorder.record(checkIn(2))
    const first = await batch(1)
    expect(first.ids).toEqual([`1-i${NOW - 30_000}`, `2-i${NOW}`])
    await turn()
    expect(batches).toHaveLength(1)

    const failed = expect(outcomes[0]).rejects.toMatchObject({ status: 503 })
    first.finish([problems.unavailable('Kafka is away'), recorded])
    await failed
    expect(await other).toEqual(recorded)
    for (const [index, second] of [10, 20].entries()) {
      const next = await batch(index + 2)
      expect(next.ids).toEqual([`1-i${NOW - second * 1_000}`])
      next.finish(recorded)
      expect(await outcomes[index + 1]).toEqual(recorded)
    }
    expect(recorder.held).toBe(0)
  })
})

describe('a doubt', () => {
  test('is asked about again, and nobody else waits for it', async () => {
    const doubtful = recorder.record(checkIn(1))
    ;(await batch(1)).finish({ kind: 'in doubt' })
    const other = recorder.record(checkIn(2))
    await waitFor('both to be sent', () => batches.flatMap(({ ids }) => ids).length === 3)
    for (const each of batches)
      each.finish(each.ids.map((id) => (id.startsWith('1-') ? { kind: 'repeat', of: 3 } : recorded)))
    expect(await doubtful).toEqual({ kind: 'repeat', of: 3 })
    expect(await other).toEqual(recorded)
  })

  test('that does not end is patience lost: the check-in is recorded to be sure', async () => {
    const outcome = recorder.record(checkIn(1))
    const patience: boolean[] = []
    for (let number = 1; patience.at(-1) !== false; number++) {
      const asked = await batch(number)
      patience.push(asked.checkIns[0]?.patient ?? false)
      asked.finish(patience.at(-1) ? { kind: 'in doubt' } : recorded)
    }
    expect(await outcome).toEqual(recorded)
    expect(patience).toEqual([...Array<boolean>(10).fill(true), false])
  })
})

describe('who waits too long', () => {
  /** As if so much time had passed since. */
  function later(milliseconds: number): void {
    const now = performance.now()
    jest.spyOn(performance, 'now').mockReturnValue(now + milliseconds)
  }
  const expired = { status: 'rejected', reason: { status: 503, more: { retryAfterSeconds: 2 } } }

  test('is told 503 and never published: behind batches that do not come back, or behind their own', async () => {
    const underWay = Array.from({ length: 500 }, (_, index) => recorder.record(checkIn(index + 1)))
    // So many that all the batches that may be under way are.
    const others = Array.from({ length: 2_000 }, (_, index) => recorder.record(checkIn(1_000 + index)).catch(() => {}))
    const blocked = batches.length
    const late = Promise.allSettled([
      recorder.record(checkIn(9_000)),
      recorder.record(checkIn(9_000)),
      recorder.record(checkIn(1, 60)),
      recorder.record(checkIn(1, 60)),
    ])
    later(10_001)
    for (const each of await late) expect(each).toMatchObject(expired)

    for (const each of batches) each.finish(recorded)
    expect(await Promise.all(underWay)).toEqual(underWay.map(() => recorded))
    await Promise.all(others)
    await turn()
    expect(batches).toHaveLength(blocked)
    const published = batches.flatMap(({ ids }) => ids)
    expect(published).not.toContain(`9000-i${NOW}`)
    expect(published).not.toContain(`1-i${NOW - 60_000}`)
    expect(recorder.held).toBe(0)

    // Whoever asks again has a turn.
    const again = recorder.record(checkIn(9_000))
    ;(await batch(blocked + 1)).finish(recorded)
    expect(await again).toEqual(recorded)
  })
})

describe('too many', () => {
  test('beyond 100,000 a check-in is refused at once; there is room again as soon as one is answered', async () => {
    const held = Array.from({ length: 100_000 }, (_, index) => recorder.record(checkIn(index + 1)))
    expect(recorder.held).toBe(100_000)
    const refused = await recorder.record(checkIn(1)).catch((problem: unknown) => problem)
    expect(refused).toBeInstanceOf(Problem)
    expect(refused).toMatchObject({ status: 503, more: { retryAfterSeconds: 1 } })

    batches[0]?.finish(recorded)
    await held[0]
    expect(recorder.held).toBeLessThan(100_000)
    const one = recorder.record(checkIn(200_000))
    for (let number = 2; recorder.held > 0; number++) {
      ;(await batch(number)).finish(recorded)
      await turn()
    }
    expect(await one).toEqual(recorded)
    await Promise.all(held)
  })
})
