import { csvOf } from './csv.ts'

test('separators, quotes and line breaks stay inside their cell; formulas are none', () => {
  expect(csvOf([['a,b', 'say "no"', 'two\nlines', '=1+1', -5, null, undefined, 'plain']])).toBe(
    '"a,b","say ""no""","two\nlines",\'=1+1,-5,,,plain\r\n',
  )
})
