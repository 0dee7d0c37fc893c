import { hear, Wrongs } from './answers.ts'
import { compare, type Stored } from './compare.ts'
import type { Person, SentRecord } from './people.ts'
import { closingLine, faultsOf } from './report.ts'

const HOUR = 3_600_000
const record = (at: number, type: 'in' | 'out', acknowledged = true): SentRecord => ({
  at,
  out: type === 'out',
  temperature: 0,
  acknowledged,
})
const hours = { lateAfter: 8 * HOUR, closesAt: 15 * HOUR, closed: false }

/** Person 7 was in and out, person 8 is in; 8 also sent a check-in that was never answered. */
function stage() {
  const people: Person[] = [
    { userId: 7, schoolId: 1, inside: false, sent: [record(1_000, 'in'), record(5_000, 'out')] },
    { userId: 8, schoolId: 1, inside: true, sent: [record(2_000, 'in', false), record(3_000, 'in')] },
  ]
  const stored = {
    events: [
      { userId: 7, at: 1_000, out: false },
      { userId: 7, at: 5_000, out: true },
      { userId: 8, at: 3_000, out: false },
    ],
    people: [
      { userId: 7, came: true, present: false, inside: false, insideMs: 4_000, events: 2 },
      { userId: 8, came: true, present: true, inside: true, insideMs: 0, events: 1 },
    ],
    schools: [{ schoolId: 1, ...hours, came: 2, present: 1, inside: 1, late: 0, fevers: 0, events: 3 }],
  }
  return { people, stored: stored as { -readonly [K in keyof Stored]: Stored[K][number][] } }
}
type Stage = ReturnType<typeof stage>
const compared = ({ people, stored }: Stage) => compare(people, stored as Stored)
const change = (spoil: (all: Stage) => void) => {
  const all = stage()
  spoil(all)
  return compared(all)
}

test('what is as it should be is found so', () => {
  expect(compared(stage())).toEqual({ acknowledged: 3, lost: [], doubled: [], invented: [], unknown: 0 })
})

test('a record that was never acknowledged may be stored, once it counts', () => {
  const found = change(({ stored }) => {
    stored.events.push({ userId: 8, at: 2_000, out: false })
    stored.people[1] = { userId: 8, came: true, present: true, inside: true, insideMs: 0, events: 2 }
    stored.schools[0] = { schoolId: 1, ...hours, came: 2, present: 1, inside: 1, late: 0, fevers: 0, events: 4 }
  })
  expect(found).toMatchObject({ lost: [], doubled: [], unknown: 1 })
})

test('a record that is not there is lost', () => {
  expect(change(({ stored }) => stored.events.pop())).toMatchObject({ lost: ['8-i3000'] })
})

test('a record that nobody sent is invented', () => {
  const found = change(({ stored }) => stored.events.push({ userId: 8, at: 3_001, out: false }))
  expect(found.invented).toEqual(['8-i3001'])
})

test.each([
  ['a person counted twice', ({ stored }: Stage) => Object.assign(stored.people[0] as object, { events: 4 })],
  ['a stay counted twice', ({ stored }: Stage) => Object.assign(stored.people[0] as object, { insideMs: 8_000 })],
  ['a school that counts one twice', ({ stored }: Stage) => Object.assign(stored.schools[0] as object, { came: 3 })],
  ['a person without a day', ({ stored }: Stage) => stored.people.pop()],
])('%s is told', (_what, spoil) => {
  const found = change(spoil)
  expect(found.doubled).toHaveLength(1)
  const wrongs = new Wrongs()
  const report = {
    faults: 3,
    comparison: found,
    wrongs,
    failures: 0,
    endedByThemselves: 0,
    drift: [],
    deadLetters: 0,
    unwell: [],
    programs: [],
  }
  expect(faultsOf(report)).toHaveLength(2)
  expect(closingLine(report)).toBe('acknowledged 3, lost 0, doubled 1, faults 3')
})

describe('what a client is told', () => {
  const someone = (...sent: SentRecord[]): Person => ({ userId: 9, schoolId: 1, inside: true, sent })
  const told = (person: Person, record: SentRecord, answer: { status: number; id?: string }) => {
    const wrongs = new Wrongs()
    const final = hear(person, record, answer, wrongs)
    return { final, wrongs: wrongs.all().length }
  }

  test('503 asks for the same again', () => {
    const pending = record(10, 'in', false)
    expect(told(someone(pending), pending, { status: 503 })).toEqual({ final: false, wrongs: 0 })
  })

  test('a repeat of an unanswered one says that it is safe', () => {
    const unanswered = record(10, 'in', false)
    const pending = record(20, 'in', false)
    expect(told(someone(unanswered, pending), pending, { status: 200, id: '9-i10' })).toEqual({
      final: true,
      wrongs: 0,
    })
    expect([unanswered.acknowledged, pending.acknowledged]).toEqual([true, false])
  })

  test('a check-in taken for a repeat of one before the person left is swallowed', () => {
    const pending = record(30, 'in', false)
    const person = someone(record(10, 'in'), record(20, 'out'), pending)
    expect(told(person, pending, { status: 200, id: '9-i10' })).toEqual({ final: true, wrongs: 1 })
  })

  test('whoever is in is not refused, and nothing else is answered', () => {
    const pending = record(20, 'out', false)
    expect(told(someone(record(10, 'in'), pending), pending, { status: 409 })).toEqual({ final: true, wrongs: 1 })
    expect(told(someone(pending), pending, { status: 500 })).toEqual({ final: true, wrongs: 1 })
    expect(told(someone(pending), pending, { status: 201, id: '9-i20' })).toEqual({ final: true, wrongs: 1 })
  })
})
