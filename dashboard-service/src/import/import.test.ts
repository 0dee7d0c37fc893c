import { addSchools } from '../../../tests/support/database.ts'
import { waitFor } from '../../../tests/support/wait-for.ts'
import { type PeopleApi, startPeopleApi } from '../testing/people-api.ts'

let api: PeopleApi
let ofSchool1: string
beforeAll(async () => {
  api = await startPeopleApi()
  await addSchools(api.pool, [{ id: 1 }, { id: 2, timeZone: 'Asia/Kathmandu' }])
  await api.pool.query(`UPDATE roster.schools SET external_id = 'school-' || id`)
  ofSchool1 = await api.key(1)
})
afterAll(() => api.close())

const people = (rows: readonly string[], header = 'external_id,name,school_id,kind') => [header, ...rows, ''].join('\n')
const send = async (kind: string, file: string | Buffer, options?: { key?: string; query?: string }) => {
  const { status, body } = await api.importFile(kind, file, options)
  expect(status).toBe(200)
  return body.data
}
const count = async (table: string) => (await api.pool.query(`SELECT count(*) FROM roster.${table}`)).rows[0].count
const find = async (externalId: string) => {
  const { body } = await api.call('GET', `/api/users?q=${externalId}&deleted=true`)
  return body.data.find((each: { externalId: string }) => each.externalId === externalId)
}
const everything = async () =>
  Promise.all(['users', 'enrolments', 'classes', 'schools', 'moves'].map(count)).then((counts) => counts.join())

test('one bad line in 10,000 changes nothing, and is told by its line', async () => {
  const rows = Array.from({ length: 10_000 }, (_, i) => `bulk-${i},Person ${i},1,student`)
  rows[6_543] = 'bulk-6543,Person 6543,1,cat'
  const before = await everything()
  const refused = await send('people', people(rows))
  expect(refused).toMatchObject({ state: 'refused', rows: 10_000, errorCount: 1, added: null, changed: null })
  expect(refused.errors).toEqual([{ line: 6_545, field: 'kind', message: 'one of student, teacher, staff' }])
  // Also where only the database can know it.
  rows[6_543] = 'bulk-6543,Person 6543,999,student'
  expect((await send('people', people(rows))).errors).toMatchObject([{ line: 6_545, field: 'school_id' }])
  expect(await everything()).toBe(before)
  rows[6_543] = 'bulk-6543,Person 6543,1,student'
  const dry = await send('people', people(rows), { query: '&dryRun=true' })
  expect(dry).toMatchObject({ state: 'done', dryRun: true, added: 10_000, changed: 0, errorCount: 0 })
  expect(await everything()).toBe(before)
  const done = await send('people', people(rows))
  expect(done).toMatchObject({ state: 'done', added: 10_000, changed: 0, unchanged: 0, rowsRead: 10_000 })
  expect(await send('people', people(rows))).toMatchObject({ added: 0, changed: 0, unchanged: 10_000 })
  const { rows: lines } = await api.pool.query(
    `SELECT count(*) FROM access.audit_log WHERE action = 'user.create' AND after ->> 'externalId' LIKE 'bulk-%'`,
  )
  expect(lines[0].count).toBe(10_000)
})

test('every error of a file is told at once, by line', async () => {
  const file = people(
    [',No Name At School,,student', 'e-1,,1,student', 'e-2,X,1,student', 'e-2,Y,1,student', 'e-3,Z,1', 'e-4,A,77,cat'],
    'external_id,name,school_id,kind',
  )
  const { state, errors } = await send('people', file, { query: '&dryRun=true' })
  expect(state).toBe('refused')
  expect(errors.map(({ line, field }: { line: number; field: string }) => `${line} ${field}`)).toEqual([
    '2 school_id',
    '3 name',
    '5 external_id',
    '6 ',
    '7 kind',
  ])
})

test.each([
  ['a column nobody knows', 'external_id,nmae\nx,y\n', 'nmae'],
  ['a column that is missing', 'external_id\nx\n', 'name'],
  ['nothing', '', ''],
  ['a quote that is not closed', 'name,school_id\n"x,1\n', ''],
])('%s: refused', async (_what, file, field) => {
  const { state, errors } = await send('people', file)
  expect(state).toBe('refused')
  expect(errors.map((error: { field: string }) => error.field)).toContain(field)
})

test('BOM, CRLF, semicolons, quotes, line breaks, 200 characters and right to left', async () => {
  const long = '𝒜'.repeat(200)
  const file = `\uFEFF"External_ID";name;school_external_id\r\nu-1;"محمد ""علي""";school-2\r\n\r\nu-2;${long};school-2\r\nu-3;"a;b, c";school-2`
  expect(await send('people', file)).toMatchObject({ state: 'done', added: 3 })
  expect(await find('u-1')).toMatchObject({ name: 'محمد "علي"', schoolId: 2 })
  expect(await find('u-2')).toMatchObject({ name: long })
  expect(await find('u-3')).toMatchObject({ name: 'a;b, c' })
})

test('what is exported can be sent in again, and changes nothing; no cell is a formula', async () => {
  const evil = ['=1+1', '+1', '-1', '@SUM(A1)', "'=1", "''=1", "O'Brien", "'quoted'", 'a,b;"c"']
  for (const [index, name] of evil.entries())
    await api.call('POST', '/api/users', { name, schoolId: 1, externalId: `evil-${index}`, yearGroup: name })
  await api.call('POST', '/api/classes', { name: '=7b', schoolId: 1, yearGroup: '@7' })
  const text = (await api.call('GET', '/api/users.csv')).text
  expect(text.match(/(^|[,"\n])[=+@]/)).toBeNull()
  expect(text).toContain(",'=1+1,")
  expect(await send('people', text)).toMatchObject({ state: 'done', added: 0, changed: 0 })
  for (const [index, name] of evil.entries()) expect(await find(`evil-${index}`)).toMatchObject({ name })
  for (const kind of ['schools', 'classes']) {
    const { text: file, headers } = await api.call('GET', `/api/${kind}.csv`)
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const again = await send(kind, file)
    expect(again).toMatchObject({ state: 'done', added: 0, changed: 0, unchanged: again.rows })
    expect(again.rows).toBeGreaterThan(0)
  }
})

test('schools and classes come in, are changed, and people find their class by its name', async () => {
  const made = await send('schools', 'external_id,name,time_zone,opens_at\nnew,New School,Asia/Tokyo,07:45\n')
  expect(made).toMatchObject({ added: 1 })
  expect(await send('schools', 'external_id,name,time_zone\nnew,Newer School,Asia/Seoul\n')).toMatchObject({
    changed: 1,
  })
  const { body } = await api.call('GET', '/api/schools?q=newer')
  expect(body.data[0]).toMatchObject({
    opensAt: '07:45',
    timeZone: 'Asia/Tokyo',
    nextTimeZone: { timeZone: 'Asia/Seoul' },
  })
  expect(await send('schools', 'external_id,name,time_zone\nnew,Newer School,Asia/Seoul\n')).toMatchObject({
    changed: 0,
  })
  await send('classes', 'school_external_id,name,year_group\nnew,7b,Year 7\n')
  await send('people', 'external_id,name,school_external_id,class\nin-7b,X,new,7b\n')
  expect(await find('in-7b')).toMatchObject({ className: '7b', yearGroup: 'Year 7' })
  const { errors } = await send('people', 'external_id,name,class\nin-7b,X,8b\n')
  expect(errors).toMatchObject([{ line: 2, field: 'class' }])
  // What the file does not say stays; an empty cell empties.
  expect(await send('people', 'external_id,name\nin-7b,Xavier\n')).toMatchObject({ changed: 1 })
  expect(await find('in-7b')).toMatchObject({ name: 'Xavier', className: '7b' })
  await send('people', 'external_id,name,class\nin-7b,Xavier,\n')
  expect(await find('in-7b')).toMatchObject({ className: null })
})

test('another school in the file is a move; whoever was deleted comes back', async () => {
  await send('people', people(['mover,M,1,student', 'gone,G,1,student']))
  const mover = await find('mover')
  const gone = await find('gone')
  const file = people(['mover,M,2,student'])
  expect(await send('people', file)).toMatchObject({ changed: 1 })
  const moved = await find('mover')
  expect(moved).toMatchObject({ schoolId: 1, move: { schoolId: 2 } })
  const { body } = await api.call('GET', `/api/users/${mover.id}/enrolments`)
  expect(body.data).toMatchObject([{ schoolId: 1 }, { schoolId: 2, from: moved.move.from, to: null }])
  expect(await send('people', file)).toMatchObject({ changed: 0 })
  const late = people(['mover,M,2,student,2020-01-01'], 'external_id,name,school_id,kind,enrolled_from')
  expect((await send('people', late)).errors).toMatchObject([{ line: 2, field: 'enrolled_from' }])
  await api.call('DELETE', `/api/users/${gone.id}`)
  expect(await send('people', people(['gone,G,2,student']))).toMatchObject({ changed: 1, added: 0 })
  expect(await find('gone')).toMatchObject({ id: gone.id, deletedAt: null, schoolId: 2 })
})

test('a caller of one school sends in and gets its own only', async () => {
  const key = ofSchool1
  await send('people', people(['foreign,F,2,student']))
  const before = await everything()
  for (const [file, field] of [
    [people(['foreign,F,1,student']), 'external_id'],
    [people(['fresh,F,2,student']), 'school_id'],
    [`id,name,school_id\n${(await find('foreign')).id},X,1\n`, 'id'],
  ] as const)
    expect((await send('people', file, { key })).errors).toMatchObject([{ line: 2, field }])
  expect((await send('schools', 'external_id,name,time_zone\nz,Z,Asia/Tokyo\n', { key })).state).toBe('refused')
  expect((await send('schools', 'id,name\n2,Mine now\n', { key })).errors).toMatchObject([{ field: 'id' }])
  expect((await send('classes', 'school_id,name\n2,7z\n', { key })).state).toBe('refused')
  expect(await everything()).toBe(before)
  for (const [list, column] of [
    ['users', 5],
    ['classes', 1],
    ['schools', 0],
  ] as const) {
    const { text } = await api.call('GET', `/api/${list}.csv`, undefined, { key })
    const rows = text.trim().split('\r\n').slice(1)
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows.filter((each) => !each.includes('"'))) expect(row.split(',')[column]).toBe('1')
  }
})

test('an import is told to whoever sent it and to the district, and shows how far it is', async () => {
  const key = ofSchool1
  const begun = await api.call('POST', '/api/imports?kind=people', people(['p-1,P,1,student']), {
    key,
    headers: { 'content-type': 'text/csv' },
  })
  expect(begun.status).toBe(202)
  const path = begun.headers.get('location') ?? ''
  const ended = await waitFor('the import to end', async () => {
    const { body } = await api.call('GET', path, undefined, { key })
    return body.data.state !== 'running' && body.data
  })
  expect(ended).toMatchObject({ state: 'done', added: 1, rows: 1, rowsRead: 1 })
  expect((await api.call('GET', path)).status).toBe(200)
  expect((await api.call('GET', path, undefined, { key: await api.key(2) })).status).toBe(404)
  const { body } = await api.call('GET', '/api/imports', undefined, { key: await api.key(1) })
  expect(body).toEqual({ data: [], next: null })
})

test('who keeps asking how far a file is never hears of a failure that is none', async () => {
  const told = new Set<string>()
  let over = false
  const asking = async () => {
    while (!over) for (const { state } of (await api.call('GET', '/api/imports')).body.data) told.add(state)
  }
  const askers = [asking(), asking()]
  for (let turn = 0; turn < 16; turn++)
    await send('people', people([`told-${turn},P,${turn % 4 === 0 ? 99 : 1},student`]), {
      query: turn % 2 === 0 ? '&dryRun=true' : '',
    })
  over = true
  await Promise.all(askers)
  expect(told).toEqual(new Set(['running', 'done', 'refused']))
})

test('an import whose service has died has failed', async () => {
  const { rows } = await api.pool.query(
    `INSERT INTO roster.imports (kind, dry_run, rows, caller_kind, caller_id, caller_name)
     VALUES ('people', false, 1, 'token', 1, 'x') RETURNING id`,
  )
  expect((await api.call('GET', `/api/imports/${rows[0].id}`)).body.data.state).toBe('failed')
})

test.each([
  ['no CSV by its type', 'x', 'application/json', 415],
  ['not UTF-8', Buffer.from([0x6e, 0xff, 0x0a]), 'text/csv', 400],
  ['more than 100,000 rows', `name\n${'x\n'.repeat(100_001)}`, 'text/csv', 413],
] as const)('%s: a problem', async (_what, body, type, status) => {
  const answer = await api.call('POST', '/api/imports?kind=people', body, { headers: { 'content-type': type } })
  expect(answer.status).toBe(status)
  expect(answer.body.type).toMatch(/^urn:rollcall:problem:/)
})
