import { employeesFor, StillCompany } from './still-company.ts'

const NOW = Date.UTC(2026, 0, 2)
const all = (company: StillCompany) => company.leaves('2000-01-01', '2100-01-01')

test('it has exactly as much leave as was wanted, of no more employees than were said, at the worst time of the year too', () => {
  const leaves = all(new StillCompany(9_000, NOW))
  expect(new Set(leaves.map(({ id }) => id)).size).toBe(9_000)
  const known = new Set(Array.from({ length: employeesFor(9_000) }, (_, index) => `HR-${index + 1}`))
  for (const { empId } of leaves) expect(known).toContain(empId)
})

test('nothing changes by itself, and what it is told to change is that many', () => {
  const company = new StillCompany(1_000, NOW)
  const before = all(company).map(({ status }) => status)
  const edition = company.edition()
  company.change(10)
  const after = all(company).map(({ status }) => status)
  expect(after.filter((status, index) => status !== before[index])).toHaveLength(10)
  expect(company.edition()).not.toBe(edition)
})
