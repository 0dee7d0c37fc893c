import { createHash } from 'node:crypto'
import { LivingCompany } from './living-company.ts'

const NOW = Date.UTC(2026, 10, 20)
const DAY = 86_400_000
const employees = Array.from({ length: 150 }, (_, index) => ({
  ...{ empId: `E${index}`, firstName: 'First', lastName: `Last ${index}`, isTeacher: index % 2 === 0 },
  email: `e${index}@example.org`,
}))
const hash = (leaves: unknown) => createHash('md5').update(JSON.stringify(leaves)).digest('hex')
const company = () => new LivingCompany(1, employees, NOW)
const one = company()
const all = (days: number, from = one) => from.leaves('2000-01-01', '2100-01-01', NOW + days * DAY)

test('the same moment is the same company, and its edition tells whether anything is different', () => {
  expect(hash(all(0, company()))).toEqual(hash(all(0)))
  let before = { edition: one.edition(NOW), leaves: hash(all(0)) }
  for (let day = 1; day <= 12; day++) {
    const after = { edition: one.edition(NOW + (day * DAY) / 24), leaves: hash(all(day / 24)) }
    if (after.edition === before.edition) expect(after.leaves).toBe(before.leaves)
    before = after
  }
})

test('it lives: leave is asked for, decided, cancelled, moved and gone; names and ranks change; fiscal years turn', () => {
  const later = new Map(all(250).map((leave) => [leave.id, leave]))
  const seen = new Set<string>()
  for (const leave of all(0)) {
    const then = later.get(leave.id)
    if (!then) seen.add('gone')
    else {
      if (leave.status !== then.status) seen.add(`${leave.status} ${then.status}`)
      if (leave.startDate !== then.startDate) seen.add('moved')
      if (leave.lastName !== then.lastName) seen.add('renamed')
      if (leave.designationId !== then.designationId) seen.add('promoted')
      if (leave.fiscalIsCurrent && !then.fiscalIsCurrent) seen.add('turned')
    }
  }
  for (const what of ['REQUESTED APPROVED', 'APPROVED CANCELLED', 'renamed', 'promoted', 'turned'])
    expect(seen).toContain(what)
  expect(later.size).toBeGreaterThan(all(0).length)
  // What is gone or moved within days of its request is seen over a longer time.
  const moved = Array.from({ length: 20 }, (_, day) => all(-day * 20)).flat()
  const starts = new Map<number, Set<string>>()
  for (const { id, startDate } of moved) starts.set(id, (starts.get(id) ?? new Set()).add(startDate))
  expect([...starts.values()].some(({ size }) => size > 1)).toBe(true)
  expect([...starts.keys()].some((id) => !later.has(id))).toBe(true)
})
