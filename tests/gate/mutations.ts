import type { Lua, ScriptName } from './held-redis.ts'

/** A mistake in the scripts. */
export type Mutation = (lua: Lua) => Lua

function replaced(names: readonly ScriptName[], text: string, by: string): Mutation {
  return (lua) => {
    const wrong: Record<ScriptName, string> = { ...lua }
    for (const name of names) {
      // Otherwise a script that has changed would be tested against no mistake at all.
      if (!lua[name].includes(text)) throw new Error(`${name} does not say: ${text}`)
      wrong[name] = lua[name].replaceAll(text, by)
    }
    return wrong
  }
}

const look = (text: string, by: string) => replaced(['gateLook'], text, by)
const mark = (text: string, by: string) => replaced(['gateMark'], text, by)
const both =
  (first: Mutation, second: Mutation): Mutation =>
  (lua) =>
    second(first(lua))

const MINUTE_IN_VALUES = 2 * 60_000

/** Each of these mistakes leads to a wrong answer, in the scenario that is named. */
export const mutations: Record<string, { readonly mutation: Mutation; readonly found: string }> = {
  'no doubt is raised': {
    mutation: look('write(key, from, newest, doubts < 255 and doubts + 1 or doubts)', ''),
    found: 'replies that are lost, marks that come late',
  },
  'a repeat is suppressed in spite of a doubt': {
    mutation: look('repeats and doubts == 0', 'repeats'),
    found: 'records that come late, from other devices',
  },
  'a check-out is refused in spite of a doubt': {
    mutation: look('not newest and doubts == 0', 'not newest'),
    found: 'records that come late, from other devices',
  },
  'a check-out is refused on any day': {
    mutation: look('and flags % 2 == 1', 'and value % 2 == 1'),
    found: 'Redis forgets before the day begins, or just after',
  },
  'an older transition is taken for a repeat of a newer one': {
    mutation: look('value > newest and', ''),
    found: 'records that come late, from other devices',
  },
  'a minute less of what is forgotten is allowed for': {
    mutation: look('newest > suppressAbove', `newest > suppressAbove - ${MINUTE_IN_VALUES}`),
    found: 'forgotten records of the future, by clocks that differ',
  },
  'a look does not compare the token': {
    mutation: look('epoch[1] == token and', ''),
    found: 'Redis forgets: what comes soon after, and what comes later',
  },
  'nobody compares the run_id': {
    mutation: both(
      replaced(['gateLook', 'gateMark', 'gateEstablish', 'gateKnowAll'], 'and epoch[2] == runId()', ''),
      replaced(['gateEstablish'], 'and epoch[2] == id', ''),
    ),
    found: 'Redis starts from an old snapshot',
  },
  'what was forgotten is forgotten': {
    mutation: replaced(
      ['gateEstablish'],
      "'since', ARGV[2])\nreturn {ARGV[1], ARGV[2]}",
      "'since', 0)\nreturn {ARGV[1], '0'}",
    ),
    found: 'Redis forgets: what comes soon after, and what comes later',
  },
  'a mark lowers doubts of any epoch': {
    mutation: mark('if same and', 'if'),
    found: 'a mark of an earlier epoch',
  },
  'a mark lowers all doubts': {
    mutation: mark('doubts = doubts - 1', 'doubts = 0'),
    found: 'replies that are lost, marks that come late',
  },
  'a mark writes an older transition': {
    mutation: mark('if not newest or value > newest then', 'if true then'),
    found: 'replies that are lost, marks that come late',
  },
  'a mark writes nothing': {
    mutation: mark('newest = value', 'newest = newest'),
    found: 'replies that are lost, marks that come late',
  },
}
