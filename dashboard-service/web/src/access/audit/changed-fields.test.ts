import { changedFields } from './changed-fields.ts'

test('only what is another afterwards is told', () => {
  const before = { name: 'A', schoolId: 1, terms: [] }
  expect(changedFields(before, { name: 'B', schoolId: 1, terms: [{ name: 'x' }] })).toEqual([
    { name: 'name', before: 'A', after: 'B' },
    { name: 'terms', before: '[]', after: '[{"name":"x"}]' },
  ])
})

test('of what was made all that it has, of what is no object nothing', () => {
  expect(changedFields(null, { name: 'A', email: null })).toEqual([{ name: 'name', before: '–', after: 'A' }])
  expect(changedFields(null, null)).toEqual([])
})
