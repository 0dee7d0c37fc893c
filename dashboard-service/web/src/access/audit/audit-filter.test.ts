import { auditSearch } from './audit-filter.ts'

const nothing = { who: undefined, what: undefined, school: undefined, from: undefined, to: undefined }

test('dates are whole days of the zone, both included, also when the clocks change', () => {
  expect(auditSearch({ ...nothing, from: '2026-10-25', to: '2026-10-25' }, 'Europe/Berlin')).toMatchObject({
    from: '2026-10-24T22:00:00.000Z',
    to: '2026-10-25T23:00:00.000Z',
  })
})

test('who is a kind of caller, or one of them', () => {
  expect(auditSearch({ ...nothing, who: 'admin-7' }, 'UTC')).toMatchObject({ callerKind: 'admin', callerId: '7' })
  expect(auditSearch({ ...nothing, who: 'nobody' }, 'UTC')).toMatchObject({ callerKind: 'nobody', callerId: undefined })
})
