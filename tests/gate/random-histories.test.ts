import { randomBytes } from 'node:crypto'
import { jest } from '@jest/globals'
import { gateKey } from '@rollcall/domain'
import { Names } from '@rollcall/platform'
import fc from 'fast-check'
import { GateInRedis } from './gate-in-redis.ts'
import { GateProgram } from './gate-program.ts'
import { type Choose, DATES, LiveHistory, PEOPLE } from './live-history.ts'
import { type Mutation, mutations } from './mutations.ts'

const names = new Names(`t${randomBytes(4).toString('hex')}`)
const HISTORIES = 2_000
const choices = fc.array(fc.nat({ max: 9_999 }), { minLength: 100, maxLength: 600, size: 'max' })

const chooserOf = (numbers: readonly number[]): Choose => {
  let index = 0
  return (below) => {
    const number = numbers[index++]
    return number === undefined ? undefined : number % below
  }
}

const gateKeys = DATES.flatMap((date) => PEOPLE.map((userId) => names.key(gateKey(date, userId))))

async function withGate<T>(mutation: Mutation, work: (gate: GateInRedis) => Promise<T>): Promise<T> {
  const lua = mutation(new GateProgram(names).lua())
  const gate = await GateInRedis.connect([...new Set(gateKeys)], names.key('gate:epoch'), lua)
  try {
    return await work(gate)
  } finally {
    await gate.close()
  }
}

/** How many steps it had. Throws when an answer is wrong. */
async function play(gate: GateInRedis, numbers: readonly number[], begun: boolean): Promise<number> {
  await gate.forget()
  const history = new LiveHistory(names, gate, begun)
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => history.clock)
  try {
    await history.play(chooserOf(numbers))
    return history.steps.length
  } finally {
    clock.mockRestore()
  }
}

test('every answer is true, in thousands of long histories of several people, instances and faults', async () => {
  let steps = 0
  await withGate(
    (lua) => lua,
    (gate) =>
      fc.assert(
        fc.asyncProperty(choices, fc.boolean(), async (numbers, begun) => {
          steps += await play(gate, numbers, begun)
        }),
        { numRuns: HISTORIES },
      ),
  )
  expect(steps).toBeGreaterThan(30 * HISTORIES)
})

test.each([
  'no doubt is raised',
  'a repeat is suppressed in spite of a doubt',
  'a check-out is refused in spite of a doubt',
  'what was forgotten is forgotten',
  'a mark writes an older transition',
])('a wrong answer is found when %s', async (name) => {
  const mutation = mutations[name]?.mutation
  if (!mutation) throw new Error(`no such mutation: ${name}`)
  const found = await withGate(mutation, (gate) =>
    fc.check(
      fc.asyncProperty(choices, fc.boolean(), async (numbers, begun) => {
        await play(gate, numbers, begun)
      }),
      { numRuns: HISTORIES, endOnFailure: true },
    ),
  )
  expect(found.failed).toBe(true)
  expect((found.errorInstance as Error).message).toMatch(/is no repeat of|is refused/)
})
