import { type SeedCall, wrong } from './seed-call.ts'

/** D: the leave system. */
export const leaveCalls: readonly SeedCall[] = [
  {
    seed: 'D',
    call: 'GET /',
    async check(ask) {
      const answer = await ask('GET', '/', { key: null, accept: 'application/json' })
      return wrong(answer, [200]) ?? (answer.body.success === true ? undefined : 'does not say success')
    },
  },
  {
    seed: 'D',
    call: 'GET /insert_leave_info',
    async check(ask) {
      const answer = await ask('GET', '/insert_leave_info')
      const expected = 'Leave Data Inserted Successfully!'
      return wrong(answer, [200]) ?? (answer.body.success === expected ? undefined : `says ${answer.body.success}`)
    },
  },
  {
    seed: 'D',
    call: 'GET /leave_info',
    check: async (ask) =>
      wrong(
        await ask('GET', '/leave_info'),
        [200],
        'data.0.id',
        'data.0.empId',
        'data.0.leaveTypeName',
        'data.0.status',
      ),
  },
  {
    seed: 'D',
    call: 'GET /leave_info without a token',
    check: async (ask) => wrong(await ask('GET', '/leave_info', { key: null }), [401]),
  },
]
