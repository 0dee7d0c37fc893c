import { SharedAnswers } from './shared-answers.ts'

/** Editions that are answered when the test says so. */
function questions() {
  const waiting: ((edition: string) => void)[] = []
  let asked = 0
  const edition = () => {
    asked++
    return new Promise<string>((resolve) => waiting.push(resolve))
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return { edition, asked: () => asked, settle, answer: (text: string) => waiting.shift()?.(text) }
}

test('a hundred equal questions at once are two looks at the edition and one at the numbers', async () => {
  const { edition, asked, settle, answer } = questions()
  const shared = new SharedAnswers(edition)
  let found = 0
  const ask = () => shared.get('trend', async () => ++found)
  const first = ask()
  await settle()
  const others = Array.from({ length: 99 }, ask)
  answer('1')
  expect(await first).toBe(1)
  await settle()
  answer('1')
  expect(new Set(await Promise.all(others))).toEqual(new Set([1]))
  expect([asked(), found]).toEqual([2, 1])
})

test('who asks after something has changed is never given an edition from before', async () => {
  const { edition, asked, settle, answer } = questions()
  const shared = new SharedAnswers(edition)
  let numbers = 'old'
  const ask = () => shared.get('trend', async () => numbers)
  const before = ask()
  await settle()
  answer('1')
  expect(await before).toBe('old')
  const between = ask()
  await settle()
  numbers = 'new'
  const after = ask()
  answer('1')
  expect(await between).toBe('old')
  await settle()
  answer('2')
  expect([await after, asked()]).toEqual(['new', 3])
})

test('an edition that could not be had fails those who asked, and nobody after them', async () => {
  let fails = true
  const shared = new SharedAnswers(async () => {
    if (fails) throw new Error('Postgres is away')
    return '1'
  })
  await expect(shared.get('trend', async () => 1)).rejects.toThrow('Postgres is away')
  fails = false
  expect(await shared.get('trend', async () => 1)).toBe(1)
})
