import { randomBytes } from 'node:crypto'
import { jest } from '@jest/globals'
import { gateKey, TimeZoneDays } from '@rollcall/domain'
import { Names, type Token } from '@rollcall/platform'
import { Admission, type AdmittedCheckIn } from '../../attendance-service/src/check-ins/admission.ts'
import type { Roster } from '../../attendance-service/src/roster/roster.ts'
import { GateInRedis } from './gate-in-redis.ts'
import { GateProgram } from './gate-program.ts'
import { settled } from './held-redis.ts'
import { LiveInstance } from './live-instance.ts'

const MINUTE = 60_000
const days = new TimeZoneDays('UTC')
const day = days.day('2026-09-01')
const PERSON = 9
const token: Token = { id: 1, kind: 'device', schoolId: null, limitPerSecond: null }
const roster: Pick<Roster, 'find'> = { find: (_userId, at) => ({ schoolId: 1, day: days.dayAt(at) }) }
const admission = new Admission(roster as Roster)

const names = new Names(`t${randomBytes(4).toString('hex')}`)
let gate: GateInRedis
beforeAll(async () => {
  const keys = [names.key(gateKey(day.date, PERSON))]
  gate = await GateInRedis.connect(keys, names.key('gate:epoch'), new GateProgram(names).lua())
})
afterAll(() => gate.close())
afterEach(() => jest.restoreAllMocks())

/**
 * Asks one instance, whose clock says `now`; Redis and Kafka answer everything, also the mark that follows the answer. What became
 * of it, and whether the gate was asked.
 */
async function record(now: number, type: 'checkin' | 'checkout', timestamp: number) {
  jest.spyOn(Date, 'now').mockReturnValue(now)
  const asked: string[] = []
  const outcomes: unknown[] = []
  const instance = new LiveInstance(names, () => {})
  // Not a promise: this roster has everybody at hand.
  const checkIn = admission.admit({ userId: PERSON, type, timestamp }, token, now, '') as AdmittedCheckIn
  instance.record([checkIn], (_checkIn, outcome) => outcomes.push(outcome))
  for (await settled(); outcomes.length === 0 || instance.redis.calls.length > 0; await settled()) {
    const [call] = instance.redis.calls
    if (call) asked.push(call.name)
    if (call?.name === 'neverRecorded') call.answer(false)
    else if (call) call.answer(await gate.run(call.name, call.args))
    instance.publishes[0]?.acknowledge()
  }
  return { outcome: outcomes[0], gated: asked.length > 0 }
}

test('when a date leaves the gate at one instance, no other suppresses anything of it any more', async () => {
  const recorded = { kind: 'recorded' }
  const cameAt = day.endsAt - 20 * MINUTE
  await record(day.endsAt - 40 * MINUTE, 'checkout', day.endsAt - 40 * MINUTE)
  expect(await record(cameAt, 'checkin', cameAt)).toEqual({ outcome: recorded, gated: true })
  const repeat = await record(day.endsAt + 20 * MINUTE, 'checkin', cameAt + MINUTE)
  expect(repeat.outcome).toEqual({ kind: 'repeat', of: cameAt })

  // Two phones that were offline. The clock of the first instance is some minutes ahead.
  const out = await record(day.endsAt + 60 * MINUTE, 'checkout', day.endsAt - 10 * MINUTE)
  expect(out).toEqual({ outcome: recorded, gated: false })
  const backIn = await record(day.endsAt + 55 * MINUTE, 'checkin', day.endsAt - 5 * MINUTE)
  expect(backIn).toEqual({ outcome: recorded, gated: true })
})
