import { randomBytes } from 'node:crypto'
import { Names } from '@rollcall/platform'
import { type Explored, explore } from './explore.ts'
import { GateModel, type Scenario } from './gate-model.ts'
import { GateProgram } from './gate-program.ts'
import { GateScriptsInRedis } from './gate-scripts-in-redis.ts'
import { type Mutation, mutations } from './mutations.ts'
import { begunScenarios, scenarios, startedBeforeTheFirstRecord } from './scenarios.ts'

// The gate is a filter: in doubt it records. So whatever is answered must be true. 'Recorded' and 'a repeat of that record' name
// a record that is in the log; 'a repeat' and 'refused' were true of the log, read by time up to the request's own, at some
// moment between the request and the answer.

interface Mistake {
  readonly mutation?: Mutation
  readonly marksAgain?: boolean
}

async function explored(scenario: Scenario, from: readonly string[] = [], mistake: Mistake = {}): Promise<Explored> {
  const names = new Names(`t${randomBytes(4).toString('hex')}`)
  const program = new GateProgram(names)
  const { mutation = (lua) => lua, marksAgain = false } = mistake
  const scripts = await GateScriptsInRedis.connect(names, mutation(program.lua()))
  try {
    return await explore(new GateModel(scenario, program, scripts, marksAgain), from)
  } finally {
    await scripts.close()
  }
}

const worlds: Record<string, { scenario: Scenario; from?: readonly string[] }> = {
  ...Object.fromEntries(Object.entries(scenarios).map(([name, scenario]) => [name, { scenario }])),
  ...begunScenarios,
}

function world(name: string) {
  const found = worlds[name]
  if (!found) throw new Error(`no such scenario: ${name}`)
  return found
}

describe('every answer of the gate is true, in every history', () => {
  let states = 0

  test.each(Object.keys(worlds))('%s', async (name) => {
    const { scenario, from } = world(name)
    const found = await explored(scenario, from)
    expect(found.broken).toBeUndefined()
    expect(found.states).toBeGreaterThan(5_000)
    states += found.states
  })

  afterAll(() =>
    console.info(`the gate's protocol: ${states} states, of all histories of ${Object.keys(worlds).length} scenarios`),
  )

  // An empty topic alone would say that there was never anything to forget.
  test('also when an instance starts while the very first record is on its way, forgotten by Redis', async () => {
    expect((await explored(startedBeforeTheFirstRecord)).broken).toBeUndefined()
  })
})

describe('a wrong answer is found when', () => {
  test.each(Object.keys(mutations))('%s', async (name) => {
    const { mutation, found } = mutations[name] ?? {}
    const { scenario, from } = world(found ?? '')
    const { broken } = await explored(scenario, from, { ...(mutation && { mutation }) })
    expect(broken).toBeDefined()
  })

  test('a mark is sent again whose reply was lost', async () => {
    const { scenario } = world('replies that are lost, marks that come late')
    expect((await explored(scenario, [], { marksAgain: true })).broken).toBeDefined()
  })
})
