import { setTimeout as delay } from 'node:timers/promises'
import { type Ask, type SeedCall, wrong } from './seed-call.ts'

const STORED_WITHIN_MS = 15_000

/** B: the school attendance API. */
export const attendanceCalls: readonly SeedCall[] = [
  ...resource('school', 'madeSchool', () => ({ name: 'A school to try', timeZone: 'Europe/London' })),
  ...resource('user', 'madeUser', (schoolId) => ({ name: 'Somebody to try', schoolId })),
  {
    seed: 'B',
    call: 'POST /api/attendances',
    async check(ask, found) {
      // A minute ago: older than whatever else this person may be doing just now.
      const body = { userId: found.userId, type: 'checkin', timestamp: Date.now() - 60_000, temperature: 36.6 }
      const answer = await ask('POST', '/api/attendances', { body, key: 'device' })
      found.attendanceId = answer.body.id
      return wrong(answer, [200, 201], 'id')
    },
  },
  {
    seed: 'B',
    call: 'GET /api/attendances',
    check: async (ask, { userId }) =>
      await untilFine(async () => wrong(await ask('GET', `/api/attendances?user=${userId}`), [200], 'data.0.id')),
  },
  {
    seed: 'B',
    call: 'GET /api/attendances/:id',
    check: async (ask, { attendanceId }) =>
      await untilFine(async () =>
        wrong(await ask('GET', `/api/attendances/${attendanceId}`), [200], 'data.userId', 'data.timestamp'),
      ),
  },
  {
    seed: 'B',
    call: 'DELETE /api/attendances/:id',
    async check(ask, { attendanceId }) {
      const problem = wrong(await ask('DELETE', `/api/attendances/${attendanceId}`), [200, 204])
      return problem ?? wrong(await ask('GET', `/api/attendances/${attendanceId}`), [404])
    },
  },
  ...['day', 'week', 'month'].map(
    (period): SeedCall => ({
      seed: 'B',
      call: `GET /api/attendances/aggregate/school/:id (${period})`,
      async check(ask, { schoolId }) {
        const answer = await ask('GET', `/api/attendances/aggregate/school/${schoolId}?period=${period}`)
        const problem = wrong(answer, [200], 'data.present', 'data.absent', 'data.enrolled')
        const { present, absent, excused, notRecorded, enrolled } = answer.body.data ?? {}
        return problem ?? (present + absent + excused + notRecorded === enrolled ? undefined : 'does not add up')
      },
    }),
  ),
]

/** Index, create, show, update by PATCH and PUT, delete. */
function resource(
  name: 'school' | 'user',
  made: 'madeSchool' | 'madeUser',
  fields: (schoolId: number) => Record<string, unknown>,
): SeedCall[] {
  const path = `/api/${name}s`
  const rows: [string, (ask: Ask, id: number, schoolId: number) => Promise<string | undefined>][] = [
    [`GET ${path}`, async (ask) => wrong(await ask('GET', path), [200], 'data.0.id')],
    [`GET ${path}/:id`, async (ask, id) => wrong(await ask('GET', `${path}/${id}`), [200], 'data.name')],
    [
      `PATCH ${path}/:id`,
      async (ask, id) =>
        wrong(await ask('PATCH', `${path}/${id}`, { body: { name: 'Another name' } }), [200], 'data.id'),
    ],
    [
      `PUT ${path}/:id`,
      async (ask, id, schoolId) =>
        wrong(await ask('PUT', `${path}/${id}`, { body: fields(schoolId) }), [200], 'data.id'),
    ],
    [`DELETE ${path}/:id`, async (ask, id) => wrong(await ask('DELETE', `${path}/${id}`), [200, 202, 204])],
  ]
  return [
    {
      seed: 'B',
      call: `POST ${path}`,
      async check(ask, found) {
        const answer = await ask('POST', path, { body: { [name]: fields(found.schoolId) } })
        found[made] = answer.body?.data?.id ?? 0
        return wrong(answer, [201], 'data.id')
      },
    },
    ...rows.map(
      ([call, check]): SeedCall => ({
        seed: 'B',
        call,
        check: (ask, found) => check(ask, found[made], found.schoolId),
      }),
    ),
  ]
}

/** A record shows in reads when the consumer has taken it. */
async function untilFine(check: () => Promise<string | undefined>): Promise<string | undefined> {
  for (const start = performance.now(); ; await delay(100)) {
    const problem = await check()
    if (!problem || performance.now() - start > STORED_WITHIN_MS) return problem
  }
}
