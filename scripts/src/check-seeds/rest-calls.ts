import { type SeedCall, wrong } from './seed-call.ts'

const BASE = '/api/v1/attendance'
const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

/** C: the attendance REST service. */
export const restCalls: readonly SeedCall[] = [
  {
    seed: 'C',
    call: `POST ${BASE}/create`,
    async check(ask, { userId }) {
      const body = { id: userId, name: 'Somebody', status: 'Present', date: yesterday() }
      const answer = await ask('POST', `${BASE}/create`, { body })
      const message = `Successfully created the record for the employee id: ${userId}`
      return wrong(answer, [200]) ?? (answer.body.message === message ? undefined : `says ${answer.body.message}`)
    },
  },
  {
    seed: 'C',
    call: `GET ${BASE}/search?id=`,
    check: async (ask, { userId }) =>
      wrong(await ask('GET', `${BASE}/search?id=${userId}`), [200], 'id', 'name', 'status', 'date'),
  },
  {
    seed: 'C',
    call: `GET ${BASE}/search/all`,
    check: async (ask) => wrong(await ask('GET', `${BASE}/search/all`), [200], 'data.0.id', 'data.0.status', 'next'),
  },
  {
    seed: 'C',
    call: `GET ${BASE}/health`,
    check: async (ask) =>
      wrong(await ask('GET', `${BASE}/health`, { key: null }), [200], 'message', 'postgresql', 'redis', 'status'),
  },
  {
    seed: 'C',
    call: `GET ${BASE}/health/detail`,
    check: async (ask) => wrong(await ask('GET', `${BASE}/health/detail`), [200], 'status', 'dependencies.postgres'),
  },
  { seed: 'C', call: 'GET /metrics', check: async (ask) => wrong(await ask('GET', '/metrics'), [200]) },
  { seed: 'C', call: 'GET /apidocs', check: async (ask) => wrong(await ask('GET', '/apidocs', { key: null }), [200]) },
]
