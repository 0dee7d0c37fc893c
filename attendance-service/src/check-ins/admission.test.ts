import { TimeZoneDays } from '@rollcall/domain'
import type { Problem, Token } from '@rollcall/platform'
import type { Place, Roster } from '../roster/roster.ts'
import { Admission } from './admission.ts'
import type { CheckIn } from './check-in.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const days = new TimeZoneDays('Europe/Berlin')
const now = Date.parse('2026-09-02T10:00:00+02:00')
const anyKey: Token = { id: 4, kind: 'device', schoolId: null, limitPerSecond: null }
const keyOf = (schoolId: number): Token => ({ ...anyKey, schoolId })

/** Person 1 is in school 1; nobody else is anywhere. */
const place = (userId: number, at: number): Place | undefined =>
  userId === 1 ? { schoolId: 1, day: days.dayAt(at) } : undefined
const roster: Pick<Roster, 'find'> = { find: place }
const admission = new Admission(roster as Roster)

const checkIn = (more: Partial<CheckIn> = {}): CheckIn => ({ userId: 1, type: 'checkin', timestamp: now, ...more })
const admit = async (more: Partial<CheckIn> = {}, token = anyKey, at = now) =>
  admission.admit(checkIn(more), token, at, 'request')
const refusal = (more: Partial<CheckIn>, token = anyKey): Promise<Problem> =>
  admit(more, token).then(
    () => Promise.reject(new Error('it was admitted')),
    (problem) => problem,
  )

test('the record says what was asked, by whom, and when we had it', async () => {
  const timestamp = now - 5 * MINUTE
  const admitted = await admit({ timestamp, temperature: 38, image: 'a.jpg' }, keyOf(1))
  expect(admitted).toMatchObject({ id: `1-i${timestamp}`, schoolId: 1, gated: true, late: false, patient: true })
  expect(admitted.record).toEqual({
    v: 1,
    id: `1-i${timestamp}`,
    userId: 1,
    schoolId: 1,
    type: 'checkin',
    at: new Date(timestamp).toISOString(),
    localDate: '2026-09-02',
    temperature: 38,
    image: 'a.jpg',
    deviceId: 4,
    receivedAt: new Date(now).toISOString(),
  })
})

test('times from a week ago to two minutes from now are admitted, to the millisecond', async () => {
  const [oldest, newest] = [now - 7 * 24 * HOUR, now + 2 * MINUTE]
  await admit({ timestamp: oldest })
  await admit({ timestamp: newest })
  expect(await refusal({ timestamp: oldest - 1 })).toMatchObject({ status: 422, type: 'urn:rollcall:problem:too-old' })
  const ahead = await refusal({ timestamp: newest + 1 })
  expect(ahead).toMatchObject({ status: 422, type: 'urn:rollcall:problem:in-the-future' })
  expect(ahead.body()).toMatchObject({ serverTime: new Date(now).toISOString() })
})

test('late is what is older than ten minutes', async () => {
  expect((await admit({ timestamp: now - 10 * MINUTE })).late).toBe(false)
  expect((await admit({ timestamp: now - 10 * MINUTE - 1 })).late).toBe(true)
})

test('a reading of 38.0 and above is recorded even where it is a repeat', async () => {
  const readings = await Promise.all([null, 37.99, 38, 43].map((temperature) => admit({ temperature })))
  expect(readings.map(({ evenIfRepeat }) => evenIfRepeat)).toEqual([false, false, true, true])
})

test('a date that is over suppresses nothing after half an hour, and leaves the gate after an hour', async () => {
  const { endsAt } = days.day('2026-09-01')
  const at = (minutes: number) => admit({ timestamp: endsAt - 1 }, anyKey, endsAt + minutes * MINUTE)
  expect(await at(30 - 1)).toMatchObject({ gated: true, evenIfRepeat: false })
  expect(await at(30)).toMatchObject({ gated: true, evenIfRepeat: true })
  expect(await at(60 - 1)).toMatchObject({ gated: true, evenIfRepeat: true })
  expect(await at(60)).toMatchObject({ gated: false })
})

describe('who may record whom', () => {
  const other: [string, Partial<CheckIn>, Token, number, string][] = [
    ['somebody unknown', { userId: 2 }, anyKey, 422, 'unknown-user'],
    ['somebody unknown, by the key of a school', { userId: 2 }, keyOf(1), 422, 'unknown-user'],
    ['somebody in another school than is said', { schoolId: 2 }, anyKey, 422, 'wrong-school'],
    ['somebody of another school than the key is for', {}, keyOf(2), 403, 'forbidden'],
    ['the same, whatever is said', { schoolId: 2 }, keyOf(2), 403, 'forbidden'],
    [
      'somebody unknown, said to be of another school than the key is for',
      { userId: 2, schoolId: 3 },
      keyOf(2),
      403,
      'forbidden',
    ],
  ]
  test.each(other)('%s', async (_who, more, token, status, type) => {
    expect(await refusal(more, token)).toMatchObject({ status, type: `urn:rollcall:problem:${type}` })
  })

  test('a person of a page that has to be read first', async () => {
    const slow: Pick<Roster, 'find'> = { find: async (userId, at) => place(userId, at) }
    const waiting = new Admission(slow as Roster)
    expect(await waiting.admit(checkIn(), keyOf(1), now, '')).toMatchObject({ id: `1-i${now}` })
    await expect(waiting.admit(checkIn({ userId: 2 }), anyKey, now, '')).rejects.toMatchObject({ status: 422 })
  })
})
