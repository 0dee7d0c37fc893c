import { addDays } from '@rollcall/domain'
import { awayFromMidnight } from '../../../tests/support/away-from-midnight.ts'
import { addSchools } from '../../../tests/support/database.ts'
import { type PeopleApi, startPeopleApi, type Told } from '../testing/people-api.ts'

let api: PeopleApi
let ofSchool1: { key: string }
beforeAll(async () => {
  await awayFromMidnight('Europe/Berlin', 'Asia/Tokyo')
  api = await startPeopleApi()
  await addSchools(api.pool, [{ id: 1 }, { id: 2 }])
  ofSchool1 = { key: await api.key(1) }
})
afterAll(() => api.close())

const create = async (body: object = {}) => {
  const answer = await api.call('POST', '/api/schools', { name: 'A School', timeZone: 'Europe/Berlin', ...body })
  expect(answer.status).toBe(201)
  return answer.body.data
}
const dateAt = (zone: string) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(Date.now())
const lastAudit = async (schoolId: number) =>
  (await api.pool.query('SELECT * FROM access.audit_log WHERE school_id = $1 ORDER BY id DESC LIMIT 1', [schoolId]))
    .rows[0]

test('a school is created, bare or in its name, changed, replaced and deleted', async () => {
  const made = await create({ name: 'مدرسة', externalId: 'M-1' })
  expect(made).toMatchObject({ name: 'مدرسة', opensAt: '08:00', closesAt: '15:00', lateAfterMinutes: 10, version: 1 })
  const wrapped = await api.call('POST', '/api/schools', { school: { name: 'W', timeZone: 'Asia/Tokyo' } })
  expect(wrapped).toMatchObject({ status: 201, body: { data: { name: 'W' } } })
  const path = `/api/schools/${made.id}`
  expect((await api.call('PATCH', path, { opensAt: '09:15' })).body.data).toMatchObject({
    opensAt: '09:15',
    version: 2,
  })
  const replaced = await api.call('PUT', path, { name: 'B', timeZone: 'Europe/Berlin' })
  expect(replaced.body.data).toMatchObject({ name: 'B', opensAt: '08:00', externalId: null, version: 3 })
  expect(replaced.headers.get('etag')).toBe('"3"')
  expect(await lastAudit(made.id)).toMatchObject({
    action: 'school.update',
    subject_id: made.id,
    before: { opensAt: '09:15' },
    after: { opensAt: '08:00' },
    caller_kind: 'token',
  })
  await api.call('POST', '/api/users', { name: 'X', schoolId: made.id })
  expect(await api.call('DELETE', path)).toMatchObject({ status: 409 })
  const [user] = (await api.call('GET', `/api/users?schoolId=${made.id}`)).body.data
  await api.call('DELETE', `/api/users/${user.id}`)
  expect(await api.call('DELETE', path)).toMatchObject({ status: 204 })
  expect((await api.call('GET', path)).body.data.deletedAt).not.toBeNull()
  expect(await api.call('PATCH', path, { name: 'C' })).toMatchObject({ status: 404 })
  expect((await api.call('GET', '/api/schools?limit=1000')).body.data).not.toContainEqual(
    expect.objectContaining({ id: made.id }),
  )
})

test.each([
  [{ name: '', timeZone: 'Mars/Olympus' }, ['name', 'timeZone']],
  [{ opensAt: '15:00', closesAt: '08:00' }, ['closesAt']],
  [{ opensAt: '25:00', lateAfterMinutes: 721 }, ['lateAfterMinutes', 'opensAt']],
])('%j is refused', async (body, fields) => {
  const answer = await api.call('POST', '/api/schools', { name: 'X', timeZone: 'Asia/Tokyo', ...body })
  expect(answer.status).toBe(400)
  expect(answer.body.errors.map((error: { field: string }) => error.field).sort()).toEqual(fields)
})

test('two admins change the same school at once: one wins, the other is told', async () => {
  const { id } = await create()
  const answers = await Promise.all(
    ['One', 'Two'].map((name) => api.call('PATCH', `/api/schools/${id}`, { name }, { headers: { 'if-match': '"1"' } })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
  expect((await api.call('GET', `/api/schools/${id}`)).body.data.version).toBe(2)
})

test('another time zone begins on a date to come, is shown until then, and can be called off', async () => {
  const { id } = await create()
  const path = `/api/schools/${id}`
  const dates = [dateAt('Europe/Berlin'), dateAt('Asia/Tokyo')].sort()
  const from = addDays(dates[1] ?? '', 1)
  const planned = await api.call('PATCH', path, { timeZone: 'Asia/Tokyo' })
  expect(planned.body.data).toMatchObject({ timeZone: 'Europe/Berlin', nextTimeZone: { timeZone: 'Asia/Tokyo', from } })
  expect(await api.call('PATCH', path, { timeZone: 'Asia/Tokyo', timeZoneFrom: dateAt('Asia/Tokyo') })).toMatchObject({
    status: 422,
  })
  const { rows } = await api.pool.query(
    'SELECT roster.zone_on($1, $2::date - 1) AS before, roster.zone_on($1, $2) AS later',
    [id, from],
  )
  expect(rows[0]).toEqual({ before: 'Europe/Berlin', later: 'Asia/Tokyo' })
  expect(await api.call('PATCH', '/api/schools/2', { timeZone: 'Etc/GMT+12' })).toMatchObject({ status: 200 })
  const far = await create({ timeZone: 'Etc/GMT+12' })
  expect(await api.call('PATCH', `/api/schools/${far.id}`, { timeZone: 'Pacific/Kiritimati' })).toMatchObject({
    status: 422,
  })
  // As a client does that reads, changes a field and writes it back.
  expect((await api.call('PUT', path, { ...planned.body.data, name: 'Z' })).body.data.nextTimeZone).toMatchObject({
    from,
  })
  expect((await api.call('PATCH', path, { timeZone: 'Europe/Berlin' })).body.data.nextTimeZone).toBeNull()
})

test('a caller of one school sees and changes that school, and makes or deletes none', async () => {
  expect((await api.call('GET', '/api/schools?count=true', undefined, ofSchool1)).body).toMatchObject({
    data: [{ id: 1 }],
    total: 1,
  })
  expect((await api.call('GET', '/api/schools?q=school&count=true', undefined, ofSchool1)).body.total).toBe(1)
  const paths = ['/api/schools/2', '/api/schools/2/calendar', '/api/schools/2/year-groups']
  for (const path of paths) expect(await api.call('GET', path, undefined, ofSchool1)).toMatchObject({ status: 404 })
  expect(await api.call('PATCH', '/api/schools/2', { name: 'X' }, ofSchool1)).toMatchObject({ status: 404 })
  expect(await api.call('PUT', '/api/schools/2/calendar', { weekdays: [1], holidays: [] }, ofSchool1)).toMatchObject({
    status: 404,
  })
  expect(await api.call('POST', '/api/schools', { name: 'X', timeZone: 'Asia/Tokyo' }, ofSchool1)).toMatchObject({
    status: 403,
  })
  expect(await api.call('DELETE', '/api/schools/1', undefined, ofSchool1)).toMatchObject({ status: 403 })
  expect(await api.call('PATCH', '/api/schools/1', { lateAfterMinutes: 5 }, ofSchool1)).toMatchObject({ status: 200 })
})

test('classes are kept by their school, with year groups and how many are in them', async () => {
  const made = await api.call('POST', '/api/classes', { class: { name: '7b', schoolId: 1, yearGroup: 'Year 7' } })
  expect(made).toMatchObject({ status: 201, body: { data: { people: 0, version: 1 } } })
  const { id } = made.body.data
  expect(await api.call('POST', '/api/classes', { name: '7b', schoolId: 1 })).toMatchObject({ status: 409 })
  const user = await api.call('POST', '/api/users', { name: 'In 7b', schoolId: 1, classId: id })
  expect(user.body.data).toMatchObject({ className: '7b', yearGroup: 'Year 7' })
  expect(await api.call('POST', '/api/users', { name: 'X', schoolId: 2, classId: id })).toMatchObject({ status: 422 })
  expect((await api.call('GET', '/api/schools/1/year-groups')).body.data).toEqual([
    { schoolId: 1, yearGroup: 'Year 7', people: 1 },
  ])
  expect((await api.call('GET', `/api/users?classId=${id}&yearGroup=Year%207`)).body.data).toHaveLength(1)
  const other = { key: await api.key(2) }
  for (const [method, body] of [['GET'], ['PATCH', { name: 'x' }], ['DELETE']] as const)
    expect(await api.call(method, `/api/classes/${id}`, body, other)).toMatchObject({ status: 404 })
  expect((await api.call('GET', '/api/classes', undefined, other)).body.data).toEqual([])
  const stale = { headers: { 'if-match': '"7"' } }
  expect(await api.call('PATCH', `/api/classes/${id}`, { name: '8b' }, stale)).toMatchObject({ status: 412 })
  expect((await api.call('PATCH', `/api/classes/${id}`, { name: '8b' })).body.data).toMatchObject({
    name: '8b',
    yearGroup: 'Year 7',
    people: 1,
  })
  expect(await api.call('DELETE', `/api/classes/${id}`)).toMatchObject({ status: 204 })
  expect((await api.call('GET', `/api/users/${user.body.data.id}`)).body.data.classId).toBeNull()
})

test('a year group is renamed, joined with another and taken away, of all classes and people of the school', async () => {
  const { id } = await create()
  const made = await api.call('POST', '/api/classes', { name: '1a', schoolId: id, yearGroup: 'Y1' })
  await api.call('POST', '/api/users', { name: 'By class', schoolId: id, classId: made.body.data.id })
  const alone = await api.call('POST', '/api/users', { name: 'Alone', schoolId: id, yearGroup: 'Y1' })
  await api.call('POST', '/api/classes', { name: '2a', schoolId: id, yearGroup: 'Y2' })
  await api.call('POST', '/api/users', { name: 'Elsewhere', schoolId: 2, yearGroup: 'Y1' })
  const path = `/api/schools/${id}/year-groups`
  const groups = (told: Told) =>
    told.body.data.map(({ yearGroup, people }: { yearGroup: string; people: number }) => [yearGroup, people])
  expect(groups(await api.call('GET', path))).toEqual([
    ['Y1', 2],
    ['Y2', 0],
  ])
  const renamed = await api.call('PATCH', path, { yearGroup: 'Y1', to: 'Y2' })
  expect([renamed.status, groups(renamed)]).toEqual([200, [['Y2', 2]]])
  expect(await lastAudit(id)).toMatchObject({
    action: 'year-group.rename',
    before: { yearGroup: 'Y1' },
    after: { yearGroup: 'Y2', classes: 1, people: 1 },
  })
  expect((await api.call('GET', `/api/users/${alone.body.data.id}`)).body.data).toMatchObject({
    yearGroup: 'Y2',
    version: 2,
  })
  expect(groups(await api.call('PATCH', path, { yearGroup: 'Y2', to: null }))).toEqual([])
  expect(await api.call('PATCH', path, { yearGroup: 'Y2', to: null })).toMatchObject({ status: 422 })
  expect(await api.call('PATCH', path, { yearGroup: 'Y2' })).toMatchObject({ status: 400 })
  expect(await api.call('PATCH', path, { yearGroup: 'Y1', to: 'Y2' }, ofSchool1)).toMatchObject({ status: 404 })
  expect(groups(await api.call('GET', '/api/schools/2/year-groups'))).toContainEqual(['Y1', 1])
})

describe('a calendar', () => {
  const plain = { weekdays: [1, 2, 3, 4, 5], holidays: [] }

  test('is there before anybody has set it, and is replaced as a whole', async () => {
    const { id } = await create()
    const path = `/api/schools/${id}/calendar`
    expect((await api.call('GET', path)).body.data).toEqual({
      ...plain,
      terms: [],
      opensAt: '08:00',
      closesAt: '15:00',
      lateAfterMinutes: 10,
    })
    const wanted = {
      weekdays: [7, 1, 2],
      holidays: [{ date: '2199-12-25', name: 'Christmas' }],
      terms: [{ name: 'All', from: '2000-01-01', to: '2199-12-31' }],
      opensAt: '07:30',
    }
    const put = await api.call('PUT', path, { calendar: wanted }, { headers: { 'if-match': '"1"' } })
    expect(put).toMatchObject({ status: 200, body: { data: { ...wanted, weekdays: [1, 2, 7], closesAt: '15:00' } } })
    expect(put.headers.get('etag')).toBe('"2"')
    expect(await api.call('PUT', path, plain, { headers: { 'if-match': '"1"' } })).toMatchObject({ status: 412 })
    expect((await api.call('PUT', path, plain)).body.data).toMatchObject({ ...plain, terms: [], opensAt: '07:30' })
  })

  test.each([
    ['no day at all', { weekdays: [] }, ['weekdays']],
    ['a day twice', { weekdays: [1, 1] }, ['weekdays']],
    ['a holiday twice', { holidays: [1, 2].map(() => ({ date: '2026-12-25', name: 'X' })) }, ['holidays']],
    ['a term that ends before it begins', { terms: [{ name: 'X', from: '2026-02-02', to: '2026-02-01' }] }, ['terms']],
    [
      'terms that overlap',
      { terms: ['01', '02'].map((day) => ({ name: 'X', from: `2026-02-${day}`, to: '2026-03-01' })) },
      ['terms'],
    ],
    ['hours the wrong way round', { opensAt: '16:00' }, ['closesAt']],
  ])('%s: refused', async (_what, body, fields) => {
    const answer = await api.call('PUT', '/api/schools/1/calendar', { ...plain, ...body })
    expect(answer.status).toBe(400)
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toEqual(fields)
  })

  test('that changes days that are over says which ones in the audit log; the database has the same school days', async () => {
    const { id } = await create()
    const path = `/api/schools/${id}/calendar`
    const everyDay = { weekdays: [1, 2, 3, 4, 5, 6, 7], holidays: [] }
    await api.call('PUT', path, everyDay)
    expect(await lastAudit(id)).toMatchObject({ action: 'calendar.change-past' })
    const past = addDays(dateAt('Europe/Berlin'), -10)
    const next = addDays(dateAt('Europe/Berlin'), 10)
    await api.call('PUT', path, { ...everyDay, holidays: [{ date: next, name: 'To come' }] })
    expect(await lastAudit(id)).toMatchObject({ action: 'calendar.update' })
    await api.call('PUT', path, {
      ...everyDay,
      holidays: [{ date: past, name: 'After all' }],
      terms: [{ name: 'T', from: '2000-01-01', to: addDays(next, -1) }],
    })
    expect(await lastAudit(id)).toMatchObject({ action: 'calendar.change-past', after: { dates: [past] } })
    const { rows } = await api.pool.query(
      'SELECT roster.is_school_day($1, d) AS is FROM unnest($2::date[]) WITH ORDINALITY AS days (d, n) ORDER BY n',
      [id, [past, addDays(past, 1), next]],
    )
    expect(rows.map(({ is }) => is)).toEqual([false, true, false])
  })
})
