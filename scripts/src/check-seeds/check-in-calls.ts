import { type SeedCall, wrong } from './seed-call.ts'

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

/** A: the high-volume attendance service. */
export const checkInCalls: readonly SeedCall[] = [
  {
    seed: 'A',
    call: 'GET /schools',
    async check(ask, found) {
      const answer = await ask('GET', '/schools')
      const problem = wrong(answer, [200], 'data.0.id', 'data.0.attendance', 'data.0.fevers')
      if (problem) return problem
      found.schoolId = answer.body.data[0].id
      const fevers = answer.body.data.map((school: { fevers: number }) => school.fevers)
      return fevers.every((count: number, i: number) => i === 0 || count <= fevers[i - 1])
        ? undefined
        : 'the most fevers do not come first'
    },
  },
  {
    seed: 'A',
    call: 'GET /schools/:id',
    check: async (ask, { schoolId }) =>
      wrong(await ask('GET', `/schools/${schoolId}`), [200], 'data.enrolled', 'data.last24Hours.checkIns'),
  },
  {
    seed: 'A',
    call: 'POST /upload/image',
    async check(ask) {
      const form = new FormData()
      form.append('file', new Blob([Buffer.from(PIXEL, 'base64')], { type: 'image/png' }), 'face.png')
      return wrong(await ask('POST', '/upload/image', { body: form, key: 'device' }), [200, 201], 'image')
    },
  },
  {
    seed: 'A',
    call: 'POST /attendances',
    async check(ask, found) {
      const people = await ask('GET', `/api/attendances/aggregate/school/${found.schoolId}?limit=1`)
      const enrolled = await ask(
        'GET',
        `/api/reports/month-sheet?school=${found.schoolId}&month=${lastMonth()}&limit=1`,
      )
      found.userId = people.body.data?.users?.data[0]?.userId ?? enrolled.body.data?.people[0]?.userId ?? 1
      const body = {
        ...{ type: 'checkin', timestamp: Date.now(), temperature: 36, image: 'face.png' },
        ...{ userId: String(found.userId), schoolId: String(found.schoolId) },
      }
      return wrong(await ask('POST', '/attendances', { body, key: 'device' }), [200, 201], 'id', 'localDate')
    },
  },
]

const lastMonth = () => new Date(Date.now() - 28 * 86_400_000).toISOString().slice(0, 7)
