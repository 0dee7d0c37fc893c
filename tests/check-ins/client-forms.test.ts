import { isTimeZone, TimeZoneDays } from '@rollcall/domain'
import { ATTENDANCE_TOPIC, createKafka, createLogger } from '@rollcall/platform'
import { type Answer, post } from '../support/client.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

const MINUTE = 60_000
/** At any moment at least one of the first two has another date than UTC. */
const ZONES = ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin', 'UTC']
const PEOPLE_EACH = 1_200

let system: System
let edge: ServiceProcess
let nextPerson = 0

beforeAll(async () => {
  expect(ZONES.every(isTimeZone)).toBe(true)
  system = await System.create({ schools: ZONES.length, peopleEach: PEOPLE_EACH, timeZones: ZONES })
  edge = await system.start('attendance-service')
})
afterAll(() => system.close())

/** Somebody of the school of whom nothing is recorded yet. */
const somebodyOf = (schoolId: number): number => (schoolId - 1) * PEOPLE_EACH + ++nextPerson
const send = (body: unknown): Promise<Answer> => post(`${edge.url}/attendances`, system.deviceKey, body)
const sendBatch = (body: unknown): Promise<Answer> => post(`${edge.url}/attendances/batch`, system.deviceKey, body)

/** The same instant as clocks in other places write it. */
function isoAt(at: number, offset: string): string {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? []
  const minutesAhead = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  return new Date(at + minutesAhead * MINUTE).toISOString().replace('Z', offset)
}

describe('the high-volume attendance service (seeds A)', () => {
  test('its clients are understood as they are: ids are strings, the time is in milliseconds, the temperature is a whole number', async () => {
    const userId = somebodyOf(4)
    const timestamp = Date.now()
    const answer = await send({
      type: 'checkin',
      timestamp,
      temperature: 37,
      image: '0b8c-face.jpg',
      userId: String(userId),
      schoolId: '4',
    })
    expect(answer).toMatchObject({
      status: 201,
      body: {
        id: `${userId}-i${timestamp}`,
        userId,
        schoolId: 4,
        type: 'checkin',
        timestamp: new Date(timestamp).toISOString(),
        localDate: new Date(timestamp).toISOString().slice(0, 10),
        duplicate: false,
      },
    })
  })

  test('ids as strings and as numbers are the same person, in the same school', async () => {
    const userId = somebodyOf(4)
    const body = { userId, schoolId: 4, type: 'checkin', timestamp: Date.now() }
    const first = await send(body)
    const second = await send({ ...body, userId: String(userId), schoolId: '4' })
    expect([first.status, second.status]).toEqual([201, 200])
    expect(second.body).toEqual({ ...first.body, duplicate: true })
  })
})

describe('the time', () => {
  test('however an instant is written, it is the same record', async () => {
    const userId = somebodyOf(3)
    const at = Date.now() - 30_000
    const offsets = ['+02:00', '-05:30', '+14:00', '-12:00', '+05:45', '+00:00', '-00:00']
    const microseconds = new Date(at).toISOString().replace('Z', '987Z')
    const forms = [at, new Date(at).toISOString(), microseconds, ...offsets.map((offset) => isoAt(at, offset))]
    for (const [index, timestamp] of forms.entries()) {
      const answer = await send({ userId, type: 'checkin', timestamp })
      expect([timestamp, answer.status, answer.body.id]).toEqual([
        timestamp,
        index === 0 ? 201 : 200,
        `${userId}-i${at}`,
      ])
      expect(answer.body.timestamp).toBe(new Date(at).toISOString())
    }
  })

  test('fractions of a second may be left out', async () => {
    const at = Math.floor(Date.now() / 1_000) * 1_000
    const second = new Date(at).toISOString().slice(0, 19)
    for (const timestamp of [`${second}Z`, `${second}.0Z`, `${second}+00:00`]) {
      const { status, body } = await send({ userId: somebodyOf(4), type: 'checkin', timestamp })
      expect([timestamp, status, body.timestamp]).toEqual([timestamp, 201, new Date(at).toISOString()])
    }
  })

  test('a device may be two minutes ahead, or a week late', async () => {
    const at = Date.now()
    for (const timestamp of [at + 1.9 * MINUTE, at - (7 * 24 * 60 - 1) * MINUTE])
      expect((await send({ userId: somebodyOf(4), type: 'checkin', timestamp })).status).toBe(201)
  })
})

describe('the date', () => {
  test('is that of the school, not that of UTC', async () => {
    const at = Date.now()
    const utcDate = new Date(at).toISOString().slice(0, 10)
    const dates: string[] = []
    for (const [index, timeZone] of ZONES.entries()) {
      const { status, body } = await send({ userId: somebodyOf(index + 1), type: 'checkin', timestamp: at })
      // As other code than ours would tell it.
      const date = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at)
      expect([status, body.localDate]).toEqual([201, date])
      dates.push(date)
    }
    expect(dates.slice(0, 2)).not.toEqual([utcDate, utcDate])
  })

  test.each(ZONES)('changes at midnight in %s, to the millisecond', async (timeZone) => {
    const days = new TimeZoneDays(timeZone)
    const today = days.dayAt(Date.now())
    const yesterday = days.dayAt(today.startsAt - 1)
    const userId = somebodyOf(ZONES.indexOf(timeZone) + 1)
    const { body } = await sendBatch([
      { userId, type: 'checkin', timestamp: today.startsAt - 1 },
      { userId, type: 'checkin', timestamp: today.startsAt },
    ])
    // Both are recorded: somebody who came yesterday comes again today.
    const told = body.map((each: { status: number; localDate: string }) => [each.status, each.localDate])
    expect(told).toEqual([
      [201, yesterday.date],
      [201, today.date],
    ])
  })
})

describe('the rest', () => {
  test('optional fields may be null, and fields that nobody knows are ignored', async () => {
    const body = `{"userId":${somebodyOf(4)},"type":"checkin","timestamp":${Date.now()},"schoolId":null,"temperature":null,
      "image":null,"appVersion":"3.1","__proto__":{"userId":0},"constructor":5,"nested":{"deep":[1,[2]]}}`
    expect((await send(body)).status).toBe(201)
  })

  test('the content type may name its charset, the address may have a query, the scheme any case', async () => {
    const body = JSON.stringify({ userId: somebodyOf(4), type: 'checkin', timestamp: Date.now() })
    for (const contentType of ['application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"']) {
      const headers = { authorization: `bearer ${system.apiToken}`, 'content-type': contentType }
      const response = await fetch(`${edge.url}/attendances?from=phone`, { method: 'POST', headers, body })
      expect([200, 201]).toContain(response.status)
    }
  })

  test('a phone sends a thousand after being offline, in whatever forms it has', async () => {
    const at = Date.now() - 3 * 60 * MINUTE
    const batch = Array.from({ length: 1_000 }, (_, index) => ({
      userId: index % 2 === 0 ? somebodyOf(2) : String(somebodyOf(2)),
      type: 'checkin',
      timestamp: index % 3 === 0 ? at + index : isoAt(at + index, '-11:00'),
    }))
    const { status, body } = await sendBatch(batch)
    expect(status).toBe(207)
    expect(body.map((each: { status: number }) => each.status)).toEqual(batch.map(() => 201))
    const ids = batch.map(({ userId }, index) => `${userId}-i${at + index}`)
    expect(body.map((each: { id: string }) => each.id)).toEqual(ids)
  })

  test('what is published is what was said', async () => {
    const userId = somebodyOf(1)
    const at = Date.now()
    const image = 'Gruß an „alle“ 👋🏽'
    const body = { userId: String(userId), type: 'checkin', timestamp: isoAt(at, '+09:30'), temperature: 36.604, image }
    const headers = {
      authorization: `Bearer ${system.deviceKey}`,
      'content-type': 'application/json',
      'x-request-id': 'form-1',
    }
    const response = await fetch(`${edge.url}/attendances`, { method: 'POST', headers, body: JSON.stringify(body) })
    expect(response.headers.get('x-request-id')).toBe('form-1')

    const { value, requestId } = await published(`${userId}-i${at}`)
    expect(value).toEqual({
      v: 1,
      id: `${userId}-i${at}`,
      userId,
      schoolId: 1,
      type: 'checkin',
      at: new Date(at).toISOString(),
      localDate: new TimeZoneDays(ZONES[0] ?? '').dayAt(at).date,
      temperature: 36.6,
      image,
      deviceId: expect.any(Number),
      receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    })
    expect(requestId).toBe('form-1')
  })

  async function published(id: string): Promise<{ value: unknown; requestId: string | undefined }> {
    const kafka = createKafka([system.engines.kafka], 'test', createLogger('test', 'silent'))
    const consumer = kafka.consumer({ groupId: `${system.namespace}.test` })
    await consumer.connect()
    try {
      const found: { value: unknown; requestId: string | undefined }[] = []
      await consumer.subscribe({ topic: system.names.topic(ATTENDANCE_TOPIC), fromBeginning: true })
      await consumer.run({
        eachMessage: async ({ message: { key, value, headers } }) => {
          if (key?.toString() === id)
            found.push({ value: JSON.parse(String(value)), requestId: headers?.['request-id']?.toString() })
        },
      })
      return await waitFor('the record', () => found[0])
    } finally {
      await consumer.disconnect()
    }
  }
})
