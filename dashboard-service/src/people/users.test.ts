import { awayFromMidnight } from '../../../tests/support/away-from-midnight.ts'
import { addSchools } from '../../../tests/support/database.ts'
import { type PeopleApi, startPeopleApi } from '../testing/people-api.ts'

let api: PeopleApi
let ofSchool1: string
beforeAll(async () => {
  await awayFromMidnight('Europe/Berlin')
  api = await startPeopleApi()
  await addSchools(api.pool, [{ id: 1 }, { id: 2, timeZone: 'Asia/Kathmandu' }, { id: 3 }])
  ofSchool1 = await api.key(1)
})
afterAll(() => api.close())

const create = async (body: object) => {
  const answer = await api.call('POST', '/api/users', { schoolId: 1, name: 'Somebody', ...body })
  expect(answer).toMatchObject({ status: 201 })
  return answer.body.data
}
const enrolments = async (id: number) => (await api.call('GET', `/api/users/${id}/enrolments`)).body.data
const dateAt = (zone: string, days = 0) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(Date.now() + days * 86_400_000)
const audits = async (id: number) =>
  (await api.pool.query(`SELECT action, before, after FROM access.audit_log WHERE subject_id = $1 ORDER BY id`, [id]))
    .rows

test('a person is created, shown, changed, replaced and deleted; every change is in the audit log', async () => {
  const made = await create({ name: 'Asha Rai', externalId: 'S-1', email: 'asha@example.org', yearGroup: 'Year 7' })
  expect(made).toMatchObject({ schoolId: 1, kind: 'student', version: 1, deletedAt: null, classId: null, move: null })
  const path = `/api/users/${made.id}`
  const shown = await api.call('GET', path)
  expect(shown).toMatchObject({ status: 200, body: { data: made } })
  expect(shown.headers.get('etag')).toBe('"1"')
  const changed = await api.call('PATCH', path, { user: { email: null, kind: 'teacher' } })
  expect(changed.body.data).toMatchObject({ name: 'Asha Rai', email: null, kind: 'teacher', version: 2 })
  const replaced = await api.call('PUT', path, { name: 'Asha R.', schoolId: '1' })
  expect(replaced.body.data).toMatchObject({ name: 'Asha R.', externalId: null, kind: 'student', yearGroup: null })
  expect(await enrolments(made.id)).toEqual([{ schoolId: 1, from: dateAt('Europe/Berlin'), to: null }])
  expect(await api.call('DELETE', path)).toMatchObject({ status: 204 })
  expect(await api.call('DELETE', path)).toMatchObject({ status: 404 })
  expect((await api.call('GET', path)).body.data.deletedAt).not.toBeNull()
  expect(await enrolments(made.id)).toEqual([
    { schoolId: 1, from: dateAt('Europe/Berlin'), to: dateAt('Europe/Berlin') },
  ])
  expect((await api.call('GET', '/api/users?q=asha')).body.data).toEqual([])
  expect((await api.call('GET', '/api/users?q=asha&deleted=true')).body.data).toHaveLength(1)
  const lines = await audits(made.id)
  expect(lines.map(({ action }) => action)).toEqual(['user.create', 'user.update', 'user.update', 'user.delete'])
  expect(lines[1]).toMatchObject({ before: { email: 'asha@example.org' }, after: { email: null } })
})

test.each([
  ['no name and a wrong school', { name: ' ', schoolId: 'x' }, 400, ['name', 'schoolId']],
  ['201 characters', { name: 'x'.repeat(201) }, 400, ['name']],
  ['a null character', { name: 'a\0b' }, 400, ['name']],
  ['a wrong address, kind and date', { email: 'x', kind: 'cat', from: '2026-02-30' }, 400, ['email', 'kind', 'from']],
  ['an unknown school', { schoolId: 999 }, 422, ['schoolId']],
  ['an unknown class', { classId: 999 }, 422, ['classId']],
] as const)('%s: refused, every field at once', async (_what, body, status, fields) => {
  const answer = await api.call('POST', '/api/users', { schoolId: 1, name: 'X', ...body })
  expect(answer.status).toBe(status)
  expect(answer.body.errors.map((error: { field: string }) => error.field).sort()).toEqual([...fields].sort())
})

test.each([
  ['right to left', 'محمد بن عبد الله', 'عبد'],
  ['Devanagari', 'आशा राई', 'राई'],
  ['200 letters beyond 16 bits', '𝒜'.repeat(200), '𝒜𝒜𝒜'],
  ['accents', 'Zoë Łukasiewicz-Ünal', 'zoe unal'],
  ['an apostrophe and a backslash', "O'Brien \\ D'Arc", "d'arc"],
  ['SQL', "Robert'); DROP TABLE roster.users;--", "robert') drop"],
])('a name in %s is kept as it is, and found', async (_what, name, q) => {
  const made = await create({ name })
  expect((await api.call('GET', `/api/users/${made.id}`)).body.data.name).toBe(name)
  const found = await api.call('GET', `/api/users?q=${encodeURIComponent(q)}`)
  expect(found.body.data.map((each: { id: number }) => each.id)).toContain(made.id)
})

test.each(["'", '%', '\\', "x' OR true --", ':*', '& | !', '(', '_'])(
  'what is searched for is never more than a text: %j',
  async (q) => {
    const answer = await api.call('GET', `/api/users?q=${encodeURIComponent(q)}x1y2&count=true`)
    expect(answer).toMatchObject({ status: 200, body: { data: [], total: 0 } })
  },
)

test('two who change the same person at once: one wins, the other is told', async () => {
  const { id } = await create({})
  const put = (name: string) => api.call('PATCH', `/api/users/${id}`, { name }, { headers: { 'if-match': '"1"' } })
  const answers = await Promise.all([put('One'), put('Two')])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
  const won = answers.find(({ status }) => status === 200)
  expect((await api.call('GET', `/api/users/${id}`)).body.data).toMatchObject({
    name: won?.body.data.name,
    version: 2,
  })
  expect(await api.call('DELETE', `/api/users/${id}`, undefined, { headers: { 'if-match': '"1"' } })).toMatchObject({
    status: 412,
  })
})

test('an external id belongs to one person', async () => {
  await create({ externalId: 'taken' })
  const again = await api.call('POST', '/api/users', { name: 'X', schoolId: 1, externalId: 'taken' })
  expect(again).toMatchObject({ status: 409, body: { type: 'urn:rollcall:problem:already-there' } })
})

describe('a move to another school', () => {
  test('begins on a day to come: the person is enrolled in each for their days', async () => {
    const { id } = await create({ from: '2026-01-10' })
    const from = dateAt('Asia/Kathmandu', 10)
    const moved = await api.call('PATCH', `/api/users/${id}`, { schoolId: 2, from })
    expect(moved.body.data).toMatchObject({ schoolId: 1, move: { schoolId: 2, from } })
    expect(await enrolments(id)).toEqual([
      { schoolId: 1, from: '2026-01-10', to: dateAt('Asia/Kathmandu', 9) },
      { schoolId: 2, from, to: null },
    ])
    const later = dateAt('Asia/Kathmandu', 20)
    await api.call('PATCH', `/api/users/${id}`, { schoolId: 3, from: later })
    expect(await enrolments(id)).toEqual([
      { schoolId: 1, from: '2026-01-10', to: dateAt('Asia/Kathmandu', 19) },
      { schoolId: 3, from: later, to: null },
    ])
    const calledOff = await api.call('PATCH', `/api/users/${id}`, { schoolId: 1 })
    expect(calledOff.body.data).toMatchObject({ schoolId: 1, move: null })
    expect(await enrolments(id)).toEqual([{ schoolId: 1, from: '2026-01-10', to: null }])
  })

  test('never today or before, as records of today stay where they are', async () => {
    const { id } = await create({})
    for (const from of [dateAt('Europe/Berlin'), '2026-01-01'])
      expect(await api.call('PATCH', `/api/users/${id}`, { schoolId: 3, from })).toMatchObject({ status: 422 })
  })

  test('of somebody who has not begun is at once', async () => {
    const { id } = await create({ from: dateAt('Europe/Berlin', 5) })
    const from = dateAt('Asia/Kathmandu', 5)
    const moved = await api.call('PUT', `/api/users/${id}`, { name: 'X', schoolId: 2, from })
    expect(moved.body.data).toMatchObject({ schoolId: 2, move: null })
    expect(await enrolments(id)).toEqual([{ schoolId: 2, from, to: null }])
  })

  test('a deleted person does not move any more', async () => {
    const { id } = await create({ from: '2026-01-10' })
    await api.call('PATCH', `/api/users/${id}`, { schoolId: 2 })
    await api.call('DELETE', `/api/users/${id}`)
    expect(await enrolments(id)).toEqual([{ schoolId: 1, from: '2026-01-10', to: dateAt('Europe/Berlin') }])
    expect((await api.pool.query('SELECT FROM roster.moves WHERE user_id = $1', [id])).rowCount).toBe(0)
  })
})

test('a page stays where it is while people come and go', async () => {
  const names = ['Paging A', 'Paging C', 'Paging E', 'Paging G']
  for (const name of names) await create({ name })
  for (const [sort, order] of [
    ['name', names],
    ['-name', [...names].reverse()],
    ['id', names],
    ['-externalId', [...names].reverse()],
  ] as const) {
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await api.call('GET', `/api/users?q=paging&kind=student&sort=${sort}&limit=2${cursor}`)
      seen.push(...page.body.data.map((each: { name: string }) => each.name))
      cursor = page.body.next && `&cursor=${page.body.next}`
      // Before and after the place where the next page begins.
      await create({ name: `Paging A ${sort}`, kind: 'staff' })
    } while (cursor)
    expect(seen).toEqual(order)
  }
})

test('a caller of one school sees, counts, searches and changes its people only', async () => {
  const other = await create({ schoolId: 2, name: 'Elsewhere' })
  const own = await create({ name: 'Elsewhere too' })
  const asSchool1 = { key: ofSchool1 }
  const list = async (query: string) =>
    (await api.call('GET', `/api/users?count=true&${query}`, undefined, asSchool1)).body
  expect(await list('q=elsewhere')).toMatchObject({ data: [{ id: own.id }], total: 1 })
  expect(await list('schoolId=2')).toMatchObject({ data: [], total: 0 })
  for (const [method, body] of [
    ['GET'],
    ['PATCH', { name: 'X' }],
    ['PUT', { name: 'X', schoolId: 1 }],
    ['DELETE'],
  ] as const)
    expect(await api.call(method, `/api/users/${other.id}`, body, asSchool1)).toMatchObject({ status: 404 })
  expect(await api.call('GET', `/api/users/${other.id}/enrolments`, undefined, asSchool1)).toMatchObject({
    status: 404,
  })
  expect(await api.call('POST', '/api/users', { name: 'X', schoolId: 2 }, asSchool1)).toMatchObject({ status: 422 })
  expect(await api.call('PATCH', `/api/users/${own.id}`, { schoolId: 2 }, asSchool1)).toMatchObject({ status: 422 })
  expect((await api.call('GET', `/api/users/${other.id}`)).body.data.version).toBe(1)
})
