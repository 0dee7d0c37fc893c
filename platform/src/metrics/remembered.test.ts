import { remembered } from './remembered.ts'

const forever = 3_600_000
const count = () => {
  let reads = 0
  return async () => ++reads
}

test('who asks meanwhile gets the same answer, without another reading', async () => {
  const read = remembered(forever, count())
  expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1])
  expect(await read()).toBe(1)
})

test('later it is read again, also after a failure', async () => {
  const read = remembered(-1, count())
  expect([await read(), await read()]).toEqual([1, 2])
  let fails = true
  const flaky = remembered(-1, async () => {
    if (fails) throw new Error('away')
    return 'back'
  })
  await expect(flaky()).rejects.toThrow('away')
  fails = false
  expect(await flaky()).toBe('back')
})

test('what never answers is a failure', async () => {
  await expect(remembered(forever, () => new Promise(() => {}), 1)()).rejects.toThrow('not read in time')
})
