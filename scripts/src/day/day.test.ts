import { ownStores, runScript } from '../testing/run-script.ts'

const { environment } = ownStores()
const day = (...args: string[]) => runScript('day/main', args, environment)

test('a small day is played, proved and cleared away', async () => {
  const { code, out, err } = await day('--schools', '30', '--people', '5000', '--scale', '0.008', '--seed', '4')
  expect(err).toBe('')
  const [, acknowledged, stored] = /Proved: (\d+) acknowledged, (\d+) stored, lost 0, doubled 0\n$/.exec(out) ?? []
  expect(Number(acknowledged)).toBeGreaterThan(2_000)
  expect(stored).toBe(acknowledged)
  // Every kind of trouble that devices make was there.
  const count = (what: string) => Number(new RegExp(`${what} +([\\d,]+)`).exec(out)?.[1]?.replaceAll(',', ''))
  expect(count('sent again')).toBeGreaterThan(0)
  expect(count('repeats that were told so')).toBeGreaterThan(0)
  expect(count('refused: the clock was ahead')).toBeGreaterThan(0)
  expect(out).toMatch(/at 6 schools it is the evening of that date/)
  expect(code).toBe(0)
})

test.each([
  [['--scale', '0'], 'It must be a number above 0, up to 1.'],
  [['--scale', '2'], 'It must be a number above 0, up to 1.'],
  [['--schools', 'x'], 'It must be a whole number from 1 to 100000.'],
  [['--schools', '100000', '--people', '1000'], 'more than 20,000,000 people'],
  [['--fast'], "unknown option '--fast'"],
])('%j: exit code 2 and a sentence', async (args, message) => {
  expect(await day(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) })
})
