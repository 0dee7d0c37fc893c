import { ownStores, runScript } from '../testing/run-script.ts'

const { environment } = ownStores()
const chaos = (...args: string[]) => runScript('chaos/main', args, environment)

test('three faults under live traffic: nothing lost, nothing doubled', async () => {
  // A seed by which no consumer is killed: its group would wait half a minute for it.
  const { code, out, err } = await chaos('--faults', '3', '--seed', '3136')
  expect(err).toBe('')
  expect(out).not.toMatch(/WRONG/)
  expect(out).toMatch(/not broken, only the services/)
  const [, acknowledged] = /\nacknowledged (\d+), lost 0, doubled 0, faults 3\n$/.exec(out) ?? []
  expect(Number(acknowledged)).toBeGreaterThan(100)
  expect(code).toBe(0)
})

test.each([
  [['--minutes', '0'], 'It must be a number above 0, up to 1440.'],
  [['--faults', '-1'], 'It must be a whole number from 1 to 1000000.'],
  [['--seed', 'x'], 'It must be a whole number from 0 to 2147483647.'],
])('%j: exit code 2 and a sentence', async (args, message) => {
  expect(await chaos(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) })
})
