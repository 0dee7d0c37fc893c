import { audit } from '@rollcall/platform'
import { type AccessStage, accessStage } from '../../../tests/support/access-stage.ts'

let stage: AccessStage
let district: Record<string, string>
let school: Record<string, string>
beforeAll(async () => {
  stage = await accessStage()
  district = await stage.key('api', null)
  school = await stage.key('api', 1)
  const admin = { kind: 'admin', id: 7, name: 'Asha' } as const
  const add = (action: string, subjectId: number, schoolId: number | null) =>
    audit(stage.pool, admin, 'r-1', { action, subjectId, schoolId, before: { name: 'a' }, after: { name: 'b' } })
  await add('school.update', 1, 1)
  await add('school.update', 2, 2)
  await add('user.create', 5, 1)
  await add('task.run', 9, null)
  await audit(stage.pool, { kind: 'command', id: 0, name: 'operator' }, null, { action: 'admin.invite', subjectId: 3 })
  await stage.pool.query(`UPDATE access.audit_log SET at = '2026-01-01T10:00:00Z' WHERE subject_id = 1`)
})
afterAll(() => stage.close())

const search = async (query: string, headers = district) => {
  const said = await stage.ask(`/api/audit?${query}`, { headers })
  return said.body.data?.map(({ subjectId }: { subjectId: number }) => subjectId) ?? said.status
}

test('a line tells who, what, before and after', async () => {
  const { body } = await stage.ask('/api/audit?subjectId=2', { headers: district })
  expect(body).toEqual({
    data: [
      {
        id: expect.any(Number),
        at: expect.any(String),
        callerKind: 'admin',
        callerId: 7,
        callerName: 'Asha',
        action: 'school.update',
        subjectId: 2,
        schoolId: 2,
        before: { name: 'a' },
        after: { name: 'b' },
        requestId: 'r-1',
      },
    ],
    next: null,
  })
})

test.each([
  ['', [3, 9, 5, 2, 1]],
  ['action=school.update', [2, 1]],
  ['action=user', [5]],
  ['action=use', []],
  ['callerKind=admin&callerId=7', [9, 5, 2, 1]],
  ['callerKind=command', [3]],
  ['callerId=8', []],
  ['subjectId=5', [5]],
  ['schoolId=1', [5, 1]],
  ['to=2026-01-02T00:00:00Z', [1]],
  ['from=2026-01-01T12:00:00%2B01:00&to=2026-01-01T12:00:00Z', []],
  ['from=2026-01-01T11:00:00%2B01:00&to=2026-01-01T12:00:00Z', [1]],
])('?%s', async (query, expected) => expect(await search(query)).toEqual(expected))

test('newest first, page by page', async () => {
  const first = await stage.ask('/api/audit?limit=3', { headers: district })
  expect(await search(`limit=3&cursor=${first.body.next}`)).toEqual([2, 1])
})

test('all of it as a table, with the filters of the list', async () => {
  const said = await fetch(`${stage.url}/api/audit?format=csv&action=school`, { headers: district })
  expect(said.headers.get('content-type')).toContain('text/csv')
  const [head, ...lines] = (await said.text()).trimEnd().split('\n')
  expect(head).toBe('id,at,callerKind,callerId,callerName,action,subjectId,schoolId,before,after,requestId')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toContain('admin,7,Asha,school.update,2,2,"{""name"":""a""}","{""name"":""b""}",r-1')
  const other = await fetch(`${stage.url}/api/audit?format=csv`, { headers: school })
  expect((await other.text()).trimEnd().split('\n')).toHaveLength(3)
})

test('an admin of a school sees the lines of this school', async () => {
  expect(await search('', school)).toEqual([5, 1])
  expect(await search('subjectId=2', school)).toEqual([])
  expect(await search('schoolId=2', school)).toBe(404)
})

test.each([
  'from=yesterday',
  'callerId=x',
  'subjectId=1e99',
  'schoolId=0',
  `action=${encodeURIComponent("' OR 1=1")}`,
  'cursor=W10',
  'limit=1001',
])('?%s is refused', async (query) => expect(await search(query)).toBe(400))
