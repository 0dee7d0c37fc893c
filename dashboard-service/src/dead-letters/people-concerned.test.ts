import type { DeadLetter } from '@rollcall/platform'
import { peopleConcerned } from './people-concerned.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const at = Date.parse('2026-11-20T08:00:00Z')
const letter = (value: unknown, more: Partial<DeadLetter> = {}) => ({
  key: null,
  value: typeof value === 'string' ? value : JSON.stringify(value),
  encoding: 'utf8' as const,
  history: [],
  ...more,
})
const who = (given: Parameters<typeof peopleConcerned>[0]) =>
  peopleConcerned(given, NOW)
    .map(({ userId, localDate }) => `${userId} ${localDate}`)
    .sort()

test('a good record is about its person and every date of its time, and its own', () => {
  expect(who(letter({ userId: 7, at: '2026-11-20T08:00:00.000Z', localDate: '2026-11-20' }))).toEqual([
    '7 2026-11-19',
    '7 2026-11-20',
  ])
})

test('the key tells of it when the value is broken', () => {
  expect(who(letter('{"v":1,', { key: `9-i${at}` }))).toEqual(['9 2026-11-19', '9 2026-11-20'])
  expect(who(letter('/w==', { key: `9-o${at}`, encoding: 'base64' }))).toEqual(['9 2026-11-19', '9 2026-11-20'])
})

test('what was there before somebody mended it counts as well', () => {
  const before = { key: `8-i${at}`, value: '{', encoding: 'utf8' as const }
  const history: DeadLetter['history'] = [
    { at: new Date(NOW), status: 'parked', note: 'no JSON' },
    { at: new Date(NOW), status: 'parked', note: 'mended', by: 'Otto', before },
  ]
  expect(who(letter({ userId: 7, localDate: '2026-11-20' }, { history }))).toEqual([
    '7 2026-11-20',
    '8 2026-11-19',
    '8 2026-11-20',
  ])
})

test.each([
  ['nothing', null],
  ['a list', [1]],
  ['no person', { at: '2026-11-20T08:00:00.000Z', localDate: '2026-11-20' }],
  ['an id that nobody has', { userId: 3_000_000_000, localDate: '2026-11-20' }],
  ['no date', { userId: 7, at: 'soon', localDate: '2026-02-30' }],
  ['a year without four digits', { userId: 7, at: '+012026-11-20T08:00:00.000Z' }],
  ['a date that has not begun', { userId: 7, localDate: '2026-11-22' }],
])('%s: about nobody', (_what, value) => {
  expect(who(letter(value))).toEqual([])
})
