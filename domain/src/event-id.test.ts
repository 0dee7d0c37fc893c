import fc from 'fast-check'
import { eventId, parseEventId } from './event-id.ts'
import { MAX_ID } from './record.ts'
import { TRANSITIONS } from './transition.ts'

const someEvent = fc.record({
  userId: fc.integer({ min: 1, max: MAX_ID }),
  type: fc.constantFrom(...TRANSITIONS),
  at: fc.integer({ min: 0, max: Date.parse('2200-01-01') }),
})

test('an id says whose it is, which way and when', () => {
  expect(eventId(42, 'checkin', 1_795_161_600_000)).toBe('42-i1795161600000')
  fc.assert(
    fc.property(someEvent, (event) => expect(parseEventId(eventId(event.userId, event.type, event.at))).toEqual(event)),
  )
})

test('two events have one id only when they are the same', () => {
  fc.assert(
    fc.property(someEvent, someEvent, (a, b) => {
      const same = a.userId === b.userId && a.type === b.type && a.at === b.at
      expect(eventId(a.userId, a.type, a.at) === eventId(b.userId, b.type, b.at)).toBe(same)
    }),
  )
})

test.each(['', '42', '42-x17', '42-i', '-i17', '42-i17 ', ' 42-i17', '42-i1.5', '42-i-17', '42-i17-i17', 'a-i17'])(
  '%p is no id',
  (text) => expect(parseEventId(text)).toBeUndefined(),
)
