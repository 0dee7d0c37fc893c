import { type AttendanceRecord, eventId } from '@rollcall/domain'
import {
  ATTENDANCE_TOPIC,
  createKafka,
  createLogger,
  DEAD_LETTERS,
  type DeadLetter,
  type OutgoingRecord,
  Publisher,
  partitionOf,
} from '@rollcall/platform'
import { runTask } from '@rollcall/tasks'
import { counters, storedEvents } from '../support/day-rows.ts'
import { expectDaysMatchEvents } from '../support/expect-day.ts'
import { type PrivateEngine, privateEngine } from '../support/private-engine.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

const PARTITIONS = 4
const SCHOOL = 1

let mongo: PrivateEngine
let system: System
let publisher: Publisher

beforeAll(async () => {
  mongo = await privateEngine('mongo')
  system = await System.create({ engines: { mongo: mongo.url }, peopleEach: 3_000, partitions: PARTITIONS })
  const log = createLogger('test', 'silent')
  const kafka = createKafka([system.engines.kafka], 'test', log)
  publisher = new Publisher(kafka, system.names.topic(ATTENDANCE_TOPIC))
  await publisher.connect()
})
afterAll(async () => {
  await publisher.disconnect()
  await system.close()
  await mongo.discard()
})

const start = Date.now() - 60_000
const localDate = () =>
  system.pool.query(`SELECT (now() AT TIME ZONE time_zone)::date AS date FROM roster.schools WHERE id = 1`)

function record(userId: number, date: string, more: Partial<AttendanceRecord> = {}): AttendanceRecord {
  const at = start + userId
  return {
    v: 1,
    id: eventId(userId, 'checkin', at),
    userId,
    schoolId: SCHOOL,
    type: 'checkin',
    at: new Date(at).toISOString(),
    localDate: date,
    temperature: 36.6,
    image: null,
    deviceId: 1,
    receivedAt: new Date(at).toISOString(),
    ...more,
  }
}

const outgoing = (key: string, value: string | Buffer | null): OutgoingRecord => ({
  partition: partitionOf(SCHOOL, PARTITIONS),
  key,
  value: value as string,
  headers: { 'request-id': `request-${key}` },
})

/** Ten records, each bad in its own way, with what is expected to be said of it. */
const poison = (date: string): { name: string; value: string | Buffer | null; code: string }[] => {
  const text = (more: object, userId: number) => JSON.stringify({ ...record(userId, date), ...more })
  return [
    { name: 'not JSON', value: '{"v":1,', code: 'unreadable' },
    { name: 'empty', value: null, code: 'unreadable' },
    { name: 'not UTF-8', value: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), code: 'unreadable' },
    { name: 'another version', value: text({ v: 2 }, 2_001), code: 'contract' },
    { name: 'no type', value: text({ type: undefined }, 2_002), code: 'contract' },
    { name: 'an id that is not its own', value: text({ id: '1-i1' }, 2_003), code: 'contract' },
    { name: 'a date that no time zone has', value: text({ localDate: '2001-01-01' }, 2_004), code: 'contract' },
    { name: 'a temperature of nobody alive', value: text({ temperature: 99 }, 2_005), code: 'contract' },
    { name: 'a school that does not exist', value: text({ schoolId: 77_777 }, 2_006), code: '23503' },
    { name: 'a character that no text can hold', value: text({ image: 'a\u0000b' }, 2_007), code: '22021' },
  ]
}

const letters = () => system.mongo.collection<DeadLetter>(system.names.collection(DEAD_LETTERS))
const makeDue = () =>
  letters().updateMany(
    { status: { $in: ['pending', 'replaying'] } },
    { $set: { nextAttemptAt: new Date(0), leaseUntil: new Date(0) } },
  )
const replay = () => runTask({ name: 'replay-dead-letters', options: {}, by: 'test' }, system.env())
const withStatus = async (status: DeadLetter['status'], count: number) =>
  (await letters().countDocuments({ status })) === count

test('ten poison records in 2,000: exactly those are dead letters; mended ones are stored once, the others are parked', async () => {
  const [{ date }] = (await localDate()).rows
  const bad = poison(date)
  const records = Array.from({ length: 1_990 }, (_, index) =>
    outgoing(`${index}`, JSON.stringify(record(index + 1, date))),
  )
  for (const [index, { name, value }] of bad.entries()) records.splice(index * 199, 0, outgoing(name, value))
  await publisher.publish(records, 10_000)
  await system.start('dashboard-service')

  await waitFor('the good ones', async () => (await counters(system.pool)).came === 1_990)
  await waitFor('ten letters', () => withStatus('pending', 10))
  const found = await letters().find().toArray()
  expect(
    found.map(({ key, error, headers }) => ({ key, code: error.code, request: headers['request-id'] })).sort(byKey),
  ).toEqual(bad.map(({ name, code }) => ({ key: name, code, request: `request-${name}` })).sort(byKey))

  // Somebody mends the two that Postgres refused, and one more.
  for (const [key, userId] of [
    ['a school that does not exist', 2_006],
    ['a character that no text can hold', 2_007],
    ['another version', 2_001],
  ] as const)
    await letters().updateOne({ key }, { $set: { value: JSON.stringify(record(userId, date)) } })
  await makeDue()
  expect(await replay()).toMatchObject({ outcome: 'done', counts: { published: 10 } })
  await waitFor('the mended ones', () => withStatus('replayed', 3))
  await waitFor('the others to be back', () => withStatus('pending', 7))
  // A replay that was published twice, because its lease ran out, is counted once all the same.
  await letters().updateMany({ status: 'replayed' }, { $set: { status: 'replaying', leaseUntil: new Date(0) } })
  await replay()
  await waitFor('them again', () => withStatus('replayed', 3))
  expect(await counters(system.pool)).toMatchObject({ came: 1_993, events: 1_993 })
  await expectDaysMatchEvents(system.pool)

  for (let attempts = 3; attempts <= 8; attempts++) {
    await makeDue()
    await replay()
    await waitFor(
      `attempt ${attempts}`,
      async () => (await letters().countDocuments({ attempts, status: { $ne: 'replaying' } })) === 7,
    )
  }
  expect(await withStatus('parked', 7)).toBe(true)
  await makeDue()
  expect(await replay()).toMatchObject({ counts: { published: 0, parked: 7 } })
})

test('a letter whose replay died is replayed later', async () => {
  const key = 'no type'
  await letters().updateOne(
    { key },
    { $set: { status: 'replaying', leaseUntil: new Date(Date.now() + 3_600_000), attempts: 2 } },
  )
  expect(await replay()).toMatchObject({ counts: { published: 0 } })
  const [{ date }] = (await localDate()).rows
  await letters().updateOne({ key }, { $set: { leaseUntil: new Date(0), value: JSON.stringify(record(2_002, date)) } })
  expect(await replay()).toMatchObject({ counts: { published: 1 } })
  await waitFor('its event', async () => (await storedEvents(system.pool, 2_002)).length === 1)
  await waitFor('its end', async () => (await letters().findOne({ key }))?.status === 'replayed')
})

test('while Mongo is away nothing is skipped: the poison waits, and becomes a letter when Mongo is back', async () => {
  const [{ date }] = (await localDate()).rows
  await mongo.kill()
  await publisher.publish(
    [outgoing('bad in the dark', '{'), outgoing('good', JSON.stringify(record(2_500, date)))],
    10_000,
  )
  await waitFor('the good one', async () => (await storedEvents(system.pool, 2_500)).length === 1)
  // Everything after it waits too: the offsets have not moved past the poison.
  await publisher.publish([outgoing('later', JSON.stringify(record(2_501, date)))], 10_000)
  await mongo.start()
  await waitFor('the letter', async () => (await letters().findOne({ key: 'bad in the dark' }))?.status === 'pending')
  await waitFor('the later one', async () => (await storedEvents(system.pool, 2_501)).length === 1)
  expect(await letters().countDocuments({ key: 'bad in the dark' })).toBe(1)
  await expectDaysMatchEvents(system.pool)
})

const byKey = (a: { key: string | null }, b: { key: string | null }) => (a.key ?? '').localeCompare(b.key ?? '')
