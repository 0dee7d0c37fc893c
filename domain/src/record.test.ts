import fc from 'fast-check'
import { eventId } from './event-id.ts'
import { TimeZoneDays } from './local-date.ts'
import { type AttendanceRecord, attendanceRecord, MAX_ID } from './record.ts'
import { TRANSITIONS } from './transition.ts'

const good: AttendanceRecord = {
  v: 1,
  id: '42-i1795161600000',
  userId: 42,
  schoolId: 7,
  type: 'checkin',
  at: '2026-11-20T08:00:00.000Z',
  localDate: '2026-11-20',
  temperature: 36.6,
  image: 'a.jpg',
  deviceId: 3,
  receivedAt: '2026-11-20T08:00:00.120Z',
}

test('a record travels through JSON unchanged', () => {
  expect(attendanceRecord.parse(JSON.parse(JSON.stringify(good)))).toEqual(good)
  const bare = { ...good, temperature: null, image: null, deviceId: null }
  expect(attendanceRecord.parse(bare)).toEqual(bare)
})

test('whatever the edge may make of a time and a time zone is within the contract', () => {
  const zones = ['Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kolkata', 'America/Santiago', 'Europe/Berlin'].map(
    (name) => new TimeZoneDays(name),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.parse('2025-01-01'), max: Date.parse('2035-01-01') }),
      fc.constantFrom(...TRANSITIONS),
      fc.integer({ min: 1, max: MAX_ID }),
      (zone, at, type, userId) => {
        const record = { ...good, userId, type, id: eventId(userId, type, at), at: new Date(at).toISOString() }
        expect(attendanceRecord.safeParse({ ...record, localDate: zone.dayAt(at).date }).success).toBe(true)
      },
    ),
  )
})

const bad: Record<string, Record<string, unknown>> = {
  'another version': { v: 2 },
  'an id of another time': { id: '42-i1795161600001' },
  'an id of another person': { id: '43-i1795161600000' },
  'an id of the other way': { id: '42-o1795161600000' },
  'a person with no number': { userId: '42' },
  'person 0': { userId: 0, id: '0-i1795161600000' },
  'a person beyond integers': { userId: MAX_ID + 1, id: `${MAX_ID + 1}-i1795161600000` },
  'half a school': { schoolId: 1.5 },
  'no school': { schoolId: undefined },
  sideways: { type: 'sideways' },
  'a time without milliseconds': { at: '2026-11-20T08:00:00Z' },
  'a time with an offset': { at: '2026-11-20T09:00:00.000+01:00' },
  'a time that does not exist': { at: '2026-02-30T08:00:00.000Z' },
  'no date': { localDate: '20.11.2026' },
  'a date that does not exist': { localDate: '2026-02-30' },
  'a date too early for any time zone': { localDate: '2026-11-18' },
  'a date too late for any time zone': { localDate: '2026-11-22' },
  'a temperature below life': { temperature: 27.9 },
  'a temperature above life': { temperature: 43.1 },
  'a temperature in words': { temperature: 'warm' },
  'no temperature at all': { temperature: undefined },
  'an image of more than 200 characters': { image: 'x'.repeat(201) },
  'a device with no number': { deviceId: 'kiosk' },
  'no time of receipt': { receivedAt: null },
}
test.each(Object.entries(bad))('%s is refused', (_, change) => {
  expect(attendanceRecord.safeParse({ ...good, ...change }).success).toBe(false)
})

test.each(['null', '[]', '"text"', '7'])('%s is no record', (json) => {
  expect(attendanceRecord.safeParse(JSON.parse(json)).success).toBe(false)
})
