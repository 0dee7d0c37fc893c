import { WaitingLine } from './waiting-line.ts'

test('first come, first served; whoever brings too much waits, and nobody is forgotten', async () => {
  const line = new WaitingLine<number>(10)
  const served: number[] = []
  let most = 0
  let brought = 0
  const bring = async () => {
    for (let round = 0; round < 20; round++) {
      const things = Array.from({ length: 7 }, (_, index) => round * 7 + index)
      brought += things.length
      await line.bring(things)
      most = Math.max(most, brought - served.length)
    }
    line.close()
  }
  const serve = async () => {
    for (let next = await line.take(); next !== undefined; next = await line.take()) served.push(next)
  }
  await Promise.all([bring(), serve(), serve()])
  expect(served).toEqual(Array.from({ length: 140 }, (_, index) => index))
  expect(most).toBeLessThanOrEqual(10 + 7)
  expect(await line.take()).toBeUndefined()
})
