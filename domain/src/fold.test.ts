import fc from 'fast-check'
import {
  type Correction,
  correctedTimeline,
  type Day,
  type DayEvent,
  fold,
  type SchoolHours,
  undoneCorrections,
} from './fold.ts'
import { compareTransitions, TRANSITIONS } from './transition.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const MIDNIGHT = Date.parse('2026-11-20T00:00:00Z')
const at = (time: string) => Date.parse(`2026-11-20T${time}:00Z`)
const hours: SchoolHours = { lateAfter: at('08:10'), closesAt: at('15:00'), closed: false }
const closed: SchoolHours = { ...hours, closed: true }
const checkIn = (time: string, temperature: number | null = null): DayEvent => ({
  at: at(time),
  type: 'checkin',
  temperature,
})
const checkOut = (time: string, temperature: number | null = null): DayEvent => ({
  at: at(time),
  type: 'checkout',
  temperature,
})

// Quarters of an hour, so that events of both kinds often meet at one instant.
const someEvent: fc.Arbitrary<DayEvent> = fc.record({
  at: fc.integer({ min: 0, max: 24 * 4 - 1 }).map((quarter) => MIDNIGHT + quarter * 15 * MINUTE),
  type: fc.constantFrom(...TRANSITIONS),
  temperature: fc.constantFrom(null, 36.4, 37.99, 38, 39.1),
})
const someEvents = fc.array(someEvent, { maxLength: 12 })
/** As the ledger stores them: one event an instant and type. */
const distinctEvents = fc.uniqueArray(someEvent, { maxLength: 12, selector: ({ at, type }) => `${at}${type}` })
const someHours: fc.Arbitrary<SchoolHours> = fc.record({
  lateAfter: fc.integer({ min: 0, max: 12 * 4 }).map((quarter) => MIDNIGHT + quarter * 15 * MINUTE),
  closesAt: fc.integer({ min: 12 * 4, max: 24 * 4 }).map((quarter) => MIDNIGHT + quarter * 15 * MINUTE),
  closed: fc.boolean(),
})

const someChange = fc.oneof(
  fc.record({ kind: fc.constant('void' as const), target: someEvent }),
  fc.record({ kind: fc.constant('add' as const), event: someEvent }),
  fc.record({ kind: fc.constant('amend' as const), target: someEvent, event: someEvent }),
  fc.record({ kind: fc.constant('mark' as const), status: fc.constantFrom('Present', 'Absent', 'Leave') }),
  fc.record({ kind: fc.constant('undo' as const), undoes: fc.integer({ min: 1, max: 8 }) }),
)
const someCorrections: fc.Arbitrary<Correction[]> = fc.array(someChange, { maxLength: 8 }).map((changes) =>
  changes.map((change, i): Correction => {
    const id = i + 1
    // Only what was made before can be undone.
    return change.kind === 'undo' ? { kind: 'undo', undoes: change.undoes % id, id } : { ...change, id }
  }),
)

const shuffled = <T>(values: readonly T[]) => fc.shuffledSubarray([...values], { minLength: values.length })

describe('a day', () => {
  test('is first in, last out and the time between', () => {
    expect(fold([checkIn('08:00'), checkOut('12:00'), checkIn('13:00'), checkOut('15:00')], [], hours)).toEqual<Day>({
      came: true,
      firstIn: at('08:00'),
      lastOut: at('15:00'),
      insideMs: 6 * HOUR,
      insideSince: null,
      highestTemperature: null,
      fever: false,
      flags: [],
      mark: null,
      events: 4,
    })
  })

  test('of nothing is nothing', () => {
    expect(fold([], [], closed)).toMatchObject({ came: false, insideMs: 0, insideSince: null, events: 0, flags: [] })
  })

  test('at one instant, in comes before out', () => {
    expect(fold([checkOut('09:00'), checkIn('09:00')], [], hours)).toMatchObject({
      insideMs: 0,
      insideSince: null,
      lastOut: at('09:00'),
    })
  })

  test('a second check-in is a repeat and moves nothing', () => {
    const day = fold([checkIn('08:00'), checkIn('09:00'), checkOut('15:00')], [], hours)
    expect(day).toMatchObject({ firstIn: at('08:00'), insideMs: 7 * HOUR, flags: ['repeat'], events: 3 })
  })

  test('a check-out without a check-in counts nothing and is flagged', () => {
    const day = fold([checkOut('09:00')], [], hours)
    expect(day).toMatchObject({ came: false, firstIn: null, lastOut: null, insideMs: 0, flags: ['out-without-in'] })
  })

  test('late is after opening and its grace, left early is out before closing', () => {
    expect(fold([checkIn('08:10'), checkOut('15:00')], [], hours).flags).toEqual([])
    expect(fold([checkIn('08:11'), checkOut('14:59')], [], hours).flags).toEqual(['late', 'left-early'])
    expect(fold([checkIn('08:00'), checkOut('12:00'), checkIn('13:00')], [], hours).flags).toEqual([])
  })

  test.each([
    [37.99, false],
    [38, true],
    [null, false],
  ])('the highest temperature decides on fever: %p', (temperature, fever) => {
    const day = fold([checkIn('08:00', 36), checkOut('15:00', temperature)], [], hours)
    expect(day).toMatchObject({ fever, highestTemperature: temperature ?? 36 })
  })
})

describe('a closed day', () => {
  test('counts whoever is still inside until closing time', () => {
    const day = fold([checkIn('08:00')], [], closed)
    expect(day).toMatchObject({ insideMs: 7 * HOUR, insideSince: null, lastOut: null, flags: ['forgotten-check-out'] })
  })

  test('counts nothing for who came after closing time', () => {
    const day = fold([checkIn('15:30')], [], closed)
    expect(day).toMatchObject({ came: true, insideMs: 0, insideSince: null })
  })

  test('yields to a check-out that arrives late', () => {
    expect(fold([checkIn('08:00'), checkOut('16:00')], [], closed)).toEqual(
      fold([checkIn('08:00'), checkOut('16:00')], [], hours),
    )
  })
})

describe('for any events', () => {
  test('their order and their number of copies do not matter, nor the order in which corrections are read', () => {
    const twoReadings = fc.tuple(someEvents, someCorrections).chain(([events, corrections]) =>
      fc.tuple(
        fc.constant(events),
        fc.constant(corrections),
        fc.subarray(events).chain((again) => shuffled([...events, ...again])),
        fc.subarray(corrections).chain((again) => shuffled([...corrections, ...again])),
        someHours,
      ),
    )
    fc.assert(
      fc.property(twoReadings, ([events, corrections, otherEvents, otherCorrections, hours]) => {
        expect(fold(otherEvents, otherCorrections, hours)).toEqual(fold(events, corrections, hours))
      }),
      { numRuns: 500 },
    )
  })

  /** Between two events the person is where the first of them put them; nothing is completed after the last check-out. */
  function plainly(events: readonly DayEvent[]): Pick<Day, 'insideMs' | 'insideSince' | 'firstIn'> {
    const line = [...events].sort(compareTransitions)
    const lastOut = line.findLastIndex((event) => event.type === 'checkout')
    let insideMs = 0
    for (const [i, event] of line.entries()) {
      const next = line[i + 1]
      if (event.type === 'checkin' && next && i < lastOut) insideMs += next.at - event.at
    }
    const open = line[lastOut + 1]
    const firstIn = line.find((event) => event.type === 'checkin')
    return { insideMs, insideSince: open?.at ?? null, firstIn: firstIn?.at ?? null }
  }

  test('an open day is what a plain reading of the time line says', () => {
    fc.assert(
      fc.property(distinctEvents, (events) => {
        expect(fold(events, [], hours)).toMatchObject(plainly(events))
      }),
      { numRuns: 500 },
    )
  })

  test('time inside never exceeds the day', () => {
    fc.assert(
      fc.property(someEvents, someCorrections, someHours, (events, corrections, hours) => {
        const { insideMs, insideSince, firstIn, lastOut } = fold(events, corrections, hours)
        expect(insideMs).toBeGreaterThanOrEqual(0)
        if (firstIn === null) expect(insideMs).toBe(0)
        else expect(insideMs).toBeLessThanOrEqual(Math.max(lastOut ?? 0, hours.closesAt, firstIn) - firstIn)
        if (insideSince !== null) expect(insideMs + insideSince - MIDNIGHT).toBeLessThan(48 * HOUR)
      }),
    )
  })

  test('closing changes the day of those inside, and of nobody else', () => {
    fc.assert(
      fc.property(someEvents, someCorrections, someHours, (events, corrections, hours) => {
        const before = fold(events, corrections, { ...hours, closed: false })
        const after = fold(events, corrections, { ...hours, closed: true })
        if (before.insideSince === null) expect(after).toEqual(before)
        else {
          expect(after.insideSince).toBeNull()
          expect(after.flags).toContain('forgotten-check-out')
          expect(after.insideMs - before.insideMs).toBe(Math.max(0, hours.closesAt - before.insideSince))
        }
      }),
    )
  })

  test('a check-out after the last event wins over closing, whenever it arrives', () => {
    fc.assert(
      fc.property(someEvents, someHours, fc.integer({ min: 1, max: 100 }), (events, hours, minutes) => {
        const last = Math.max(MIDNIGHT, ...events.map((event) => event.at))
        const out: DayEvent = { at: last + minutes * MINUTE, type: 'checkout', temperature: null }
        const day = fold([...events, out], [], { ...hours, closed: true })
        expect(day.flags).not.toContain('forgotten-check-out')
        expect(day).toEqual(fold([...events, out], [], { ...hours, closed: false }))
      }),
    )
  })
})

describe('corrections', () => {
  test('a void event is as if it had never come', () => {
    fc.assert(
      fc.property(distinctEvents, someEvent, someHours, (events, target, hours) => {
        const others = events.filter((event) => event.at !== target.at || event.type !== target.type)
        expect(fold(events, [{ id: 1, kind: 'void', target }], hours)).toEqual(fold(others, [], hours))
      }),
    )
  })

  test('an added event is as if it had come', () => {
    fc.assert(
      fc.property(distinctEvents, someEvent, someHours, (events, event, hours) => {
        const others = events.filter((each) => each.at !== event.at || each.type !== event.type)
        expect(fold(events, [{ id: 1, kind: 'add', event }], hours)).toEqual(fold([...others, event], [], hours))
      }),
    )
  })

  test('an amendment is a void and an addition', () => {
    fc.assert(
      fc.property(distinctEvents, someEvent, someEvent, someHours, (events, target, event, hours) => {
        const both: Correction[] = [
          { id: 1, kind: 'void', target },
          { id: 2, kind: 'add', event },
        ]
        expect(fold(events, [{ id: 1, kind: 'amend', target, event }], hours)).toEqual(fold(events, both, hours))
      }),
    )
  })

  test('undoing brings back what was before, and undoing that brings it back again', () => {
    fc.assert(
      fc.property(distinctEvents, someCorrections, someChange, someHours, (events, earlier, change, hours) => {
        fc.pre(change.kind !== 'undo')
        const id = earlier.length + 1
        const made: Correction[] = [...earlier, { ...change, id }]
        const undone: Correction[] = [...made, { id: id + 1, kind: 'undo', undoes: id }]
        const redone: Correction[] = [...undone, { id: id + 2, kind: 'undo', undoes: id + 1 }]
        expect(fold(events, undone, hours)).toEqual(fold(events, earlier, hours))
        expect(fold(events, redone, hours)).toEqual(fold(events, made, hours))
        expect(undoneCorrections(undone).has(id)).toBe(true)
        expect(undoneCorrections(redone).has(id)).toBe(false)
      }),
    )
  })

  test('the last mark stands', () => {
    const marks: Correction[] = [
      { id: 2, kind: 'mark', status: 'Present' },
      { id: 1, kind: 'mark', status: 'Absent' },
    ]
    expect(fold([], marks, hours).mark).toBe('Present')
    expect(fold([], [...marks, { id: 3, kind: 'undo', undoes: 2 }], hours).mark).toBe('Absent')
  })

  test('the corrected time line is in order, and is what the day counts', () => {
    fc.assert(
      fc.property(someEvents, someCorrections, (events, corrections) => {
        const line = correctedTimeline(events, corrections)
        expect(line).toEqual([...line].sort(compareTransitions))
        expect(fold(line, [], hours)).toEqual({ ...fold(events, corrections, hours), mark: null })
      }),
    )
  })
})
