import { ATTENDANCE_TOPIC, CHANGES_CHANNEL, createKafka, createLogger } from '@rollcall/platform'
import { post } from '../support/client.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'
import { badBodies } from './bad-input-bodies.ts'
import { badConnections } from './bad-input-connections.ts'
import { badFields, withField } from './bad-input-fields.ts'
import { badKeys, bearer } from './bad-input-keys.ts'
import { expectProblem, expectProblemBody, tellsNothingOfTheInside } from './bad-input-problem.ts'
import { RawConnection } from './bad-input-raw.ts'

const MINUTE = 60_000
/** School 1 has people 1 to 10, school 2 the next ten. */
const good = () => ({
  userId: 1,
  schoolId: 1,
  type: 'checkin',
  timestamp: Date.now(),
  temperature: 36.6,
  image: 'a.jpg',
})

let system: System
let edge: ServiceProcess
let pid: number | undefined

beforeAll(async () => {
  system = await System.create({ schools: 2, peopleEach: 10 })
  edge = await system.start('attendance-service')
  pid = edge.pid
})
afterAll(() => system.close())

interface Sent {
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
}

function send({ path = '/attendances', method = 'POST', headers = {}, body = JSON.stringify(good()) }: Sent) {
  const given = { 'content-type': 'application/json', ...bearer(system.deviceKey), ...headers }
  return fetch(edge.url + path, { method, headers: given, ...(method !== 'GET' && method !== 'HEAD' && { body }) })
}

describe('a field that is wrong', () => {
  test.each(badFields.map((bad) => [bad.field, bad.json.slice(0, 60), bad] as const))(
    '%s: %s',
    async (field, _json, bad) => {
      const response = await send({ body: withField(good(), bad) })
      await expectProblem(response, { status: 400, type: 'invalid', fields: [field] })
    },
  )

  test('each in a batch has its own answer, and those that are right would be recorded', async () => {
    const bodies = badFields.map((bad) => withField(good(), bad))
    const response = await send({ path: '/attendances/batch', body: `[${bodies.join(',')},[],null,7]` })
    expect(response.status).toBe(207)
    const results: Record<string, unknown>[] = JSON.parse(await response.text())
    expect(results).toHaveLength(badFields.length + 3)
    for (const [index, result] of results.entries())
      expectProblemBody(result, { status: 400, type: 'invalid', fields: [badFields[index]?.field ?? ''] })
  })
})

describe('a body that is wrong', () => {
  test.each(badBodies.map((bad) => [bad.what, bad] as const))('%s', async (_what, bad) => {
    const { path, headers, body } = bad
    await expectProblem(await send({ body, ...(path && { path }), ...(headers && { headers }) }), bad)
  })

  test('a body without a type', async () => {
    const connection = await RawConnection.open(edge.port)
    const head = `POST /attendances HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${system.deviceKey}\r\n`
    const [answer] = await connection.say(`${head}Content-Length: 2\r\n\r\n{}`).answers()
    expect(answer?.status).toBe(415)
    expectProblemBody(JSON.parse(answer?.body ?? ''), { status: 415, type: 'unsupported-type' })
  })

  test('a body that does not end is cut off', async () => {
    const connection = await RawConnection.open(edge.port)
    connection.say(`POST /attendances HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`)
    connection.say(`Authorization: Bearer ${system.deviceKey}\r\nContent-Length: 1000000000\r\n\r\n`)
    expect(await connection.say(Buffer.alloc(12_000_000, ' ')).answers()).toEqual([])
  })
})

describe('what is well-formed and cannot be', () => {
  const cannotBe: [string, () => Record<string, unknown>, string][] = [
    ['somebody whom nobody knows', () => ({ userId: 999 }), 'unknown-user'],
    ['the last number that there is', () => ({ userId: 2_147_483_647 }), 'unknown-user'],
    ['a school where the person is not', () => ({ schoolId: 2 }), 'wrong-school'],
    ['a school that there is not', () => ({ schoolId: 77 }), 'wrong-school'],
    ['three minutes from now', () => ({ timestamp: Date.now() + 3 * MINUTE }), 'in-the-future'],
    ['in the year 9998', () => ({ timestamp: '9998-12-31T23:59:59Z' }), 'in-the-future'],
    ['more than a week ago', () => ({ timestamp: Date.now() - (7 * 24 * 60 + 1) * MINUTE }), 'too-old'],
    ['in the year 2000', () => ({ timestamp: '2000-01-01T00:00:00Z' }), 'too-old'],
  ]
  test.each(cannotBe)('%s', async (_what, wrong, type) => {
    const response = await send({ body: JSON.stringify({ ...good(), schoolId: null, ...wrong() }) })
    const body = await expectProblem(response, { status: 422, type })
    if (type === 'in-the-future' || type === 'too-old')
      expect(Math.abs(Date.parse(String(body.serverTime)) - Date.now())).toBeLessThan(MINUTE)
  })
})

describe('keys', () => {
  test.each(badKeys)('%s', async (_what, headers) => {
    const response = await send({ headers: headers(system.deviceKey) })
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    await expectProblem(response, { status: 401, type: 'unauthorized' })
  })

  test('none at all, not even in the address', async () => {
    const path = `/attendances?key=${system.deviceKey}&access_token=${system.deviceKey}`
    for (const body of [JSON.stringify(good()), 'x'.repeat(2_000_000)]) {
      const headers = { 'content-type': 'application/json' }
      await expectProblem(await fetch(edge.url + path, { method: 'POST', headers, body }), {
        status: 401,
        type: 'unauthorized',
      })
    }
  })

  test('a key that is revoked is refused as soon as it is known', async () => {
    const { id, secret } = await system.tokens.create({
      kind: 'device',
      name: 'lost',
      schoolId: 1,
      limitPerSecond: null,
    })
    const ask = () => send({ headers: bearer(secret), body: '{}' })
    const notice = () => system.redis.publish(system.names.key(CHANGES_CHANNEL), '')
    await notice()
    await waitFor('the key to be known', async () => (await ask()).status === 400)
    await system.tokens.revoke(id)
    await notice()
    await waitFor('the key to be refused', async () => (await ask()).status === 401)
    await expectProblem(await ask(), { status: 401, type: 'unauthorized' })
  })

  test('the key of another school is 403, whichever way the school is named', async () => {
    const headers = bearer(await schoolKey(2))
    for (const school of [{ schoolId: 1 }, { schoolId: null }, { userId: 999, schoolId: 1 }]) {
      const response = await send({ headers, body: JSON.stringify({ ...good(), ...school }) })
      await expectProblem(response, { status: 403, type: 'forbidden' })
    }
    const unknown = await send({ headers, body: JSON.stringify({ ...good(), userId: 999, schoolId: null }) })
    await expectProblem(unknown, { status: 422, type: 'unknown-user' })
  })

  test('more than the key may send is 429, with the time to wait', async () => {
    const headers = bearer(await schoolKey(1, 3))
    const responses = await Promise.all(Array.from({ length: 20 }, () => send({ headers, body: '{}' })))
    const tooMany = responses.filter(({ status }) => status === 429)
    expect(tooMany.length).toBeGreaterThan(5)
    expect(responses.filter(({ status }) => status === 400).length).toBeGreaterThanOrEqual(1)
    for (const response of tooMany) {
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
      await expectProblem(response, { status: 429, type: 'too-many-requests' })
    }
  })

  async function schoolKey(schoolId: number, limit: number | null = null): Promise<string> {
    const key = await system.key('device', schoolId, limit)
    await system.redis.publish(system.names.key(CHANGES_CHANNEL), '')
    await waitFor('the key to be known', async () => {
      const { status } = await send({ headers: bearer(key), body: '{}' })
      return status === 400 || status === 429
    })
    return key
  }
})

describe('addresses and methods', () => {
  test.each([
    ['GET', '/attendances'],
    ['PUT', '/attendances'],
    ['PATCH', '/attendances/batch'],
    ['DELETE', '/attendances'],
    ['OPTIONS', '/attendances'],
  ])('%s %s is 405', async (method, path) => {
    const response = await send({ method, path })
    expect(response.headers.get('allow')).toBe('POST')
    await expectProblem(response, { status: 405, type: 'method-not-allowed' })
  })

  test.each([
    ['POST', '/'],
    ['POST', '/attendances/'],
    ['POST', '//attendances'],
    ['POST', '/attendance'],
    ['POST', '/Attendances'],
    ['POST', '/attendances/batch/1'],
    ['POST', '/attendances%2Fbatch'],
    ['GET', '/attendances/1-i1788220800000'],
    ['GET', '/.env'],
    ['GET', '/constructor'],
    ['DELETE', '/__proto__'],
  ])('%s %s is 404', async (method, path) => {
    await expectProblem(await send({ method, path }), { status: 404, type: 'not-found' })
  })

  test.each(['/images/%E0%A4%A', '/images/%', '/images/..%2f..%2fetc%2fpasswd', '/images/%00'])(
    'GET %s',
    async (path) => {
      const response = await send({ method: 'GET', path })
      expect([400, 404]).toContain(response.status)
      await expectProblem(response, {
        status: response.status,
        type: response.status === 400 ? 'malformed' : 'not-found',
      })
    },
  )

  test('a request id that is none is not repeated', async () => {
    const response = await send({ body: '{}', headers: { 'x-request-id': '<script>alert(1)</script>' } })
    expect(await response.text()).not.toContain('script')
    expect(response.headers.get('x-request-id')).toMatch(/^[\w.:-]+$/)
  })
})

describe('connections', () => {
  test.each(Object.entries(badConnections))('%s', async (_what, { say, end, statuses }) => {
    const connection = await RawConnection.open(edge.port)
    for (const text of say(system.deviceKey)) connection.say(text)
    if (end) connection.end()
    const answers = await connection.answers(statuses.length)
    expect(answers.map(({ status }) => status)).toEqual(statuses)
    for (const { headers, body } of answers) expect(tellsNothingOfTheInside(headers + body)).toBe(true)
  })

  test('who hangs up in the middle of a body has said nothing', async () => {
    const body = JSON.stringify(good())
    for (const said of [1, body.length - 1]) {
      const connection = await RawConnection.open(edge.port)
      const head = `POST /attendances HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${authorization()}`
      connection.say(`${head}Content-Length: ${body.length}\r\n\r\n${body.slice(0, said)}`)
      connection.hangUp()
    }
  })

  test('a slow body holds up nobody else', async () => {
    const body = '{"userId":1,"type":"checkin"}'
    const slow = await RawConnection.open(edge.port)
    slow.say(`POST /attendances HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${authorization()}`)
    slow.say(`Content-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`)
    await expectProblem(await send({ body: '{}' }), {
      status: 400,
      type: 'invalid',
      fields: ['userId', 'type', 'timestamp'],
    })
    const [answer] = await slow.say(body.slice(10)).answers()
    expectProblemBody(JSON.parse(answer?.body ?? ''), { status: 400, type: 'invalid', fields: ['timestamp'] })
  })

  const authorization = () => `Authorization: Bearer ${system.deviceKey}\r\n`
})

// Last, when all of the above has been sent.
test('of all that nothing was recorded, and the process has not minded', async () => {
  expect(edge.pid).toBe(pid)
  expect(edge.running).toBe(true)
  expect((await fetch(`${edge.url}/health`)).status).toBe(200)
  // ERROR means that somebody must act.
  expect(
    edge
      .log()
      .split('\n')
      .filter((line) => /"level":"(error|fatal)"/.test(line)),
  ).toEqual([])

  const kafka = createKafka([system.engines.kafka], 'test', createLogger('test', 'silent'))
  const admin = kafka.admin()
  await admin.connect()
  try {
    const written = async () =>
      (await admin.fetchTopicOffsets(system.names.topic(ATTENDANCE_TOPIC))).reduce(
        (sum, { high }) => sum + Number(high),
        0,
      )
    expect(await written()).toBe(0)
    // Not because nothing can be recorded at all.
    const recorded = await post(`${edge.url}/attendances`, system.apiToken, good())
    expect(recorded.status).toBe(201)
    expect(await written()).toBe(1)
  } finally {
    await admin.disconnect()
  }
})
