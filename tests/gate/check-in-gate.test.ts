import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { jest } from '@jest/globals'
import {
  ABOVE_ALL_GATE_VALUES,
  addDays,
  gateKey,
  gateTransition,
  gateValue,
  MAX_ID,
  TimeZoneDays,
  TRANSITIONS,
} from '@rollcall/domain'
import { connectRedisOnce, createLogger, Names, quitRedis, type Redis } from '@rollcall/platform'
import fc from 'fast-check'
import { CheckInGate, type Passage } from '../../attendance-service/src/gate/check-in-gate.ts'
import { slotIn } from '../support/gate-slot.ts'
import { sharedEngines } from '../support/system.ts'

const log = createLogger('test', 'silent')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const utc = new TimeZoneDays('UTC')
const day = utc.day('2026-09-01')
const EIGHT = day.startsAt + 8 * HOUR

let redis: Redis
let names: Names
let recordedBefore: boolean

beforeAll(async () => {
  redis = connectRedisOnce(sharedEngines().redis, log)
  await once(redis, 'ready')
})
beforeEach(() => {
  names = new Names(`t${randomBytes(4).toString('hex')}`)
  recordedBefore = false
  jest.spyOn(Date, 'now').mockReturnValue(EIGHT)
})
afterEach(async () => {
  jest.restoreAllMocks()
  await forget()
})
afterAll(() => quitRedis(redis))

const gate = (neverRecorded = async () => !recordedBefore) => new CheckInGate(redis, names, neverRecorded, log)
const started = async (neverRecorded?: () => Promise<boolean>) => {
  const one = gate(neverRecorded)
  await one.prepare()
  return one
}
const passage = (more: Partial<Passage> = {}): Passage => ({
  userId: 1,
  day,
  type: 'checkin',
  at: EIGHT,
  late: false,
  evenIfRepeat: false,
  ...more,
})

/** Yes to the first who asks, where nobody has opened the gate before. */
function firstOpening(opened = false): () => Promise<boolean> {
  return async () => {
    const first = !opened
    opened = true
    return first
  }
}

async function forget(): Promise<void> {
  const keys = await redis.keys(names.key('*'))
  if (keys.length > 0) await redis.unlink(...keys)
}

const held = ({ day: { date }, userId }: Passage) => slotIn(redis, names.key(gateKey(date, userId)), userId)
const since = async () => Number(await redis.hget(names.key('gate:epoch'), 'since'))
const ask = async (at: CheckInGate, ...passages: Passage[]) => (await at.look(passages)).answers

/** All the way: looked at, published, marked. */
async function record(at: CheckInGate, ...passages: Passage[]): Promise<void> {
  const { answers, epochToken } = await at.look(passages)
  expect(answers).toEqual(passages.map(() => 'go on'))
  await at.mark(epochToken, passages)
}

describe('what is kept', () => {
  test('512 people with doubts take five bytes each, whatever their transitions', async () => {
    const people = Array.from({ length: 512 }, (_, index) => 1_024 + index)
    const passages = people.map((userId) => passage({ userId, at: day.endsAt - 1 - userId }))
    const one = gate()
    await record(one, ...passages)
    for (let doubts = 0; doubts < 12; doubts++)
      await one.look(passages.map((each) => ({ ...each, type: 'checkout', at: each.at + 1 })))

    const key = names.key(gateKey(day.date, 1_024))
    for (const each of passages) expect(await held(each)).toBe(`${gateValue(day.date, each.at, 'checkin')}!12`)
    expect(await redis.strlen(key)).toBe(512 * 5)
    expect(await redis.memory('USAGE', key)).toBeLessThan(512 * 7)
  })

  test('a page is whole from its first person on, so that it never has to grow', async () => {
    await record(gate(), passage())
    expect(await redis.strlen(names.key(gateKey(day.date, 1)))).toBe(512 * 5)
    expect(await redis.memory('USAGE', names.key(gateKey(day.date, 1)))).toBeLessThan(512 * 7)
  })

  test('doubts beyond what can be counted stand, whatever is marked', async () => {
    const one = gate()
    await record(one, passage())
    for (let doubts = 0; doubts < 300; doubts++) await one.look([passage({ type: 'checkout', at: EIGHT + 1 })])
    expect(await held(passage())).toBe(`${gateValue(day.date, EIGHT, 'checkin')}!255`)
    const { epochToken } = await one.look([passage({ type: 'checkout', at: EIGHT + 1 })])
    await one.mark(epochToken, [passage({ type: 'checkout', at: EIGHT + 1 })])
    expect(await held(passage())).toBe(`${gateValue(day.date, EIGHT + 1, 'checkout')}!255`)
  })

  test('the last person that there can be is found where the domain says', async () => {
    const last = passage({ userId: MAX_ID })
    await record(gate(), last)
    expect(await held(last)).toBe(String(gateValue(day.date, EIGHT, 'checkin')))
  })

  test('every transition of a date has a small number that tells what it was, in every time zone', () => {
    const zones = [
      'UTC',
      'Pacific/Kiritimati',
      'Etc/GMT+12',
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'America/St_Johns',
    ]
    const dates = ['2026-03-29', '2026-10-25', '2026-04-05', '2026-12-31', '2027-01-01', '2028-02-29']
    const anyDay = fc.tuple(fc.constantFrom(...zones), fc.constantFrom(...dates))
    fc.assert(
      fc.property(
        anyDay,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(...TRANSITIONS),
        (where, part, type) => {
          const [zone, date] = where
          const { startsAt, endsAt } = new TimeZoneDays(zone).day(date)
          const at = Math.min(endsAt - 1, startsAt + Math.floor(part * (endsAt - startsAt)))
          const value = gateValue(date, at, type)
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThan(ABOVE_ALL_GATE_VALUES)
          expect(gateTransition(date, value)).toEqual({ at, type })
          expect(gateValue(date, at, 'checkin')).toBeLessThan(gateValue(date, at, 'checkout'))
          expect(gateValue(date, at, 'checkout')).toBeLessThan(gateValue(date, at + 1, 'checkin'))
        },
      ),
    )
  })
})

describe('dates', () => {
  test.each(['UTC', 'Pacific/Kiritimati', 'Etc/GMT+12'])(
    'each has its own transitions, to the millisecond (%s)',
    async (zone) => {
      const days = new TimeZoneDays(zone)
      const today = days.day('2026-09-01')
      const tomorrow = days.day(addDays('2026-09-01', 1))
      expect(tomorrow.startsAt).toBe(today.endsAt)
      const lastIn = passage({ day: today, at: today.endsAt - 1 })
      const firstIn = passage({ day: tomorrow, at: tomorrow.startsAt })
      const one = await started()
      await record(one, passage({ day: today, at: today.startsAt }))
      await record(one, firstIn)
      expect(await ask(one, lastIn)).toEqual([{ repeatOf: today.startsAt }])
      expect(await ask(one, { ...firstIn, at: firstIn.at + 1 })).toEqual([{ repeatOf: tomorrow.startsAt }])
      const after = days.day('2026-09-03')
      expect(await ask(one, passage({ day: after, at: after.startsAt, type: 'checkout' }))).toEqual(['refused'])
    },
  )

  test('one look can be about several', async () => {
    const one = await started()
    const dates = ['2026-08-31', '2026-09-01', '2026-09-02'].map((date) => utc.day(date))
    const passages = dates.map((each) => passage({ day: each, at: each.startsAt + HOUR }))
    await record(one, ...passages)
    const later = passages.map((each) => ({ ...each, at: each.at + MINUTE }))
    expect(await ask(one, ...later)).toEqual(passages.map(({ at }) => ({ repeatOf: at })))
  })
})

describe('what is answered', () => {
  test('a reading with a fever is recorded although it is a repeat; the very same one is a repeat all the same', async () => {
    const one = await started()
    await record(one, passage())
    const fever = passage({ at: EIGHT + MINUTE, evenIfRepeat: true })
    await record(one, fever)
    expect(await ask(one, fever)).toEqual([{ repeatOf: fever.at }])
  })

  test('a late check-out of somebody unknown is never refused', async () => {
    const out = passage({ type: 'checkout' })
    const one = await started()
    expect(await ask(one, { ...out, late: true })).toEqual(['go on'])
    expect(await ask(one, { ...out, userId: 2 })).toEqual(['refused'])
  })

  test('a patient repeat is put off while there is a doubt, and raises none', async () => {
    const one = await started()
    await record(one, passage())
    await one.look([passage({ type: 'checkout', at: EIGHT + MINUTE })])
    const repeat = passage({ at: EIGHT + 2 * MINUTE, patient: true })
    const before = await held(repeat)
    expect(await ask(one, repeat)).toEqual(['in doubt'])
    expect(await held(repeat)).toBe(before)
    expect(await ask(one, { ...repeat, patient: false })).toEqual(['go on'])
  })
})

describe('epochs', () => {
  test('instances that start at once agree on one', async () => {
    for (const before of [true, false]) {
      recordedBefore = before
      await forget()
      const opening = firstOpening(before)
      const gates = await Promise.all(Array.from({ length: 6 }, () => started(opening)))
      const looks = await Promise.all(gates.map((each, index) => each.look([passage({ userId: 600 + index })])))
      expect(new Set(looks.map((look) => look.epochToken)).size).toBe(1)
      expect(await since()).toBe(before ? EIGHT : 0)
    }
  })

  test('one that is overtaken by another before it can open the gate knows all the same', async () => {
    const opening = firstOpening()
    const slow = await started(async () => {
      await started(opening)
      // As main.ts does before it listens: nobody who comes later may believe that there was nothing before.
      await opening()
      return opening()
    })
    expect(await since()).toBe(0)
    expect(await ask(slow, passage({ type: 'checkout' }))).toEqual(['refused'])
  })

  test('a Redis that knows from the first record ever refuses check-outs of today; any other does not', async () => {
    const out = passage({ type: 'checkout', at: EIGHT })
    expect(await ask(await started(), out)).toEqual(['refused'])
    await forget()
    recordedBefore = true
    expect(await ask(await started(), out)).toEqual(['go on'])
  })

  test('an epoch that is established after the start does not know all, even if nothing was recorded', async () => {
    const one = await started()
    expect(await since()).toBe(0)
    await forget()
    expect(await ask(one, passage({ type: 'checkout' }))).toEqual(['go on'])
    expect(await since()).toBe(EIGHT)
  })

  test('where nobody can tell whether anything was recorded, the gate begins in doubt', async () => {
    const unknown = await started(() => Promise.reject(new Error('Kafka is away')))
    expect(await ask(unknown, passage({ type: 'checkout' }))).toEqual(['go on'])
    expect(await since()).toBe(EIGHT)
  })

  test('a look under another epoch raises nothing, and is asked again in the one in force', async () => {
    const [one, other] = [gate(), gate()]
    recordedBefore = true
    const before = await one.look([passage()])
    await forget()
    const now = await other.look([passage({ userId: 2 })])
    const again = await one.look([passage()])
    expect(again.epochToken).toBe(now.epochToken)
    expect(again.epochToken).not.toBe(before.epochToken)
    expect(await held(passage())).toBe('!1')
  })

  test('a mark of an earlier epoch writes what is newer and leaves the doubts', async () => {
    const one = gate()
    const before = await one.look([passage()])
    await forget()
    await one.look([passage()])
    await one.mark(before.epochToken, [passage()])
    expect(await held(passage())).toBe(`${gateValue(day.date, EIGHT, 'checkin')}!1`)
  })

  test.each(['is lost', 'starts again with another run_id'])('what is known when Redis %s', async (how) => {
    recordedBefore = true
    const forgotAt = EIGHT + 30 * MINUTE
    const one = gate()
    await record(one, passage({ at: EIGHT + 20 * MINUTE }))
    if (how === 'is lost') await forget()
    else await redis.hset(names.key('gate:epoch'), 'run_id', 'another')
    jest.spyOn(Date, 'now').mockReturnValue(forgotAt)

    // Six minutes later than that a transition is surely newer than any that was forgotten.
    const known = forgotAt + 6 * MINUTE
    await record(one, passage({ userId: 2, at: known }), passage({ userId: 3, at: known + 1 }))
    expect(await since()).toBe(forgotAt)
    expect(await ask(one, passage({ at: known + 2 }))).toEqual(['go on'])
    expect(await ask(one, passage({ userId: 2, at: known + 2 }))).toEqual(['go on'])
    expect(await ask(one, passage({ userId: 3, at: known + 2 }))).toEqual([{ repeatOf: known + 1 }])
    const tomorrow = utc.day('2026-09-02')
    expect(await ask(one, passage({ userId: 4, type: 'checkout', at: known }))).toEqual(['go on'])
    expect(await ask(one, passage({ userId: 4, type: 'checkout', at: tomorrow.startsAt + 1, day: tomorrow }))).toEqual([
      'refused',
    ])
  })

  test('a gate that forgets again and again gives up rather than answer', async () => {
    const one = new CheckInGate(redis, names, async () => true, log)
    const restarts = jest.spyOn(redis as Redis & { gateLook(): Promise<null> }, 'gateLook').mockResolvedValue(null)
    await expect(one.look([passage()])).rejects.toThrow('forgets faster')
    expect(restarts).toHaveBeenCalledTimes(3)
  })
})
