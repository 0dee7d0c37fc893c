import { checkIn, post } from '../support/client.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'

let system: System
let edges: ServiceProcess[]

beforeAll(async () => {
  system = await System.create({ schools: 2, peopleEach: 1_000 })
  edges = await Promise.all([system.start('attendance-service'), system.start('attendance-service')])
})
afterAll(() => system.close())

const edge = (index = 0) => edges[index % 2] as ServiceProcess

describe('what the edge answers', () => {
  test('a check-in is 201 once, then 200 as a duplicate of the same record, on any instance', async () => {
    const at = Date.now()
    const body = { userId: 1, type: 'checkin', timestamp: new Date(at).toISOString() } as const
    const first = await checkIn(edge(0), system.deviceKey, body)
    expect(first).toMatchObject({
      status: 201,
      body: { id: `1-i${at}`, userId: 1, schoolId: 1, type: 'checkin', duplicate: false, timestamp: body.timestamp },
    })
    const second = await checkIn(edge(1), system.deviceKey, body)
    expect(second).toMatchObject({ status: 200, body: { id: first.body.id, duplicate: true } })
  })

  test('a check-out of somebody who has not come is 409', async () => {
    const answer = await checkIn(edge(), system.deviceKey, { userId: 2, type: 'checkout', timestamp: Date.now() })
    expect(answer).toMatchObject({ status: 409, body: { type: 'urn:rollcall:problem:not-checked-in' } })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  })

  test('a batch is answered record by record, in order', async () => {
    const at = Date.now()
    const answer = await post(`${edge().url}/attendances/batch`, system.deviceKey, [
      { userId: 3, type: 'checkin', timestamp: at - 2_000 },
      { userId: 3, type: 'checkin', timestamp: at - 2_000 },
      { userId: 3, type: 'checkout', timestamp: at - 1_000 },
      { userId: 99_999, type: 'checkin', timestamp: at },
      { userId: 4, type: 'arrives', timestamp: at },
      { userId: 5, type: 'checkout', timestamp: at },
    ])
    expect(answer.status).toBe(207)
    expect(answer.body.map((each: { status: number }) => each.status)).toEqual([201, 200, 201, 422, 400, 409])
  })
})
