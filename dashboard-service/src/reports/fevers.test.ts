import { awayFromMidnight } from '../../../tests/support/away-from-midnight.ts'
import { Stage } from '../testing/stage.ts'
import { feverRoutes } from './fever-routes.ts'
import { type FeverLine, Fevers } from './fevers.ts'
import { Scopes } from './scope.ts'

const DATE = '2026-09-07'
let stage: Stage
beforeAll(async () => {
  await awayFromMidnight('Europe/Berlin')
  stage = await Stage.create([{ id: 1 }, { id: 2 }], ({ pool, ledger }) =>
    feverRoutes({ fevers: new Fevers(pool), ledger, scopes: new Scopes(pool) }),
  )
})
afterAll(() => stage.close())

const people = (lines: readonly FeverLine[]) => lines.map(({ userId }) => userId)

async function paged(who: string, path: string, limit: number): Promise<FeverLine[]> {
  const all: FeverLine[] = []
  for (let cursor = ''; ; ) {
    const { body } = await stage.get(who, `${path}&limit=${limit}${cursor}`)
    all.push(...body.data)
    if (body.next === null) return all
    cursor = `&cursor=${body.next}`
  }
}

test('two who note something of one fever: another step than the one that was seen is not written over', async () => {
  const path = `/api/reports/fevers/${DATE}/users/1`
  await stage.parts.ledger.apply(stage.stay(1, DATE, '06:00', '12:00', 38.5))
  const note = (body: unknown, version: number) =>
    stage.call('school1', 'PATCH', path, body, { 'if-match': `"${version}"` })
  const [one, other] = await Promise.all([note({ owner: 'Nina' }, 0), note({ owner: 'Tom' }, 0)])
  expect([one.status, other.status].toSorted()).toEqual([200, 412])
  const first = one.status === 200 ? one : other
  const { owner, version } = first.body.data
  expect(first.headers.get('etag')).toBe(`"${version}"`)
  expect((await note({ owner: null }, 0)).status).toBe(412)
  const next = await note({ calledAt: '2026-09-07T08:00:00Z' }, version)
  expect(next.body.data).toMatchObject({ owner, calledAt: '2026-09-07T08:00:00.000Z' })
  // What was refused is in no log.
  const { rows } = await stage.parts.pool.query(
    `SELECT count(*) FROM access.audit_log WHERE action = 'fever.follow-up' AND after ->> 'localDate' = $1`,
    [DATE],
  )
  expect(rows[0].count).toBe(2)
})

test('by who waits: for whom nothing was done first, who was picked up or is well last; open are the others', async () => {
  const { ledger } = stage.parts
  const date = '2026-09-08'
  const fever = (n: number, time: string) => stage.stay(n, date, time, '13:00', 39)
  // 12 has a second, higher reading: what counts is since when.
  const [first] = stage.stay(12, date, '05:00', '13:00', 38.2)
  await ledger.apply([...fever(12, '11:00'), ...(first ? [first] : []), ...fever(13, '06:00'), ...fever(14, '07:00')])
  await ledger.apply([...fever(15, '08:00'), ...fever(16, '09:00'), ...fever(25, '10:00')])
  const note = (n: number, body: unknown) =>
    stage.call('district', 'PATCH', `/api/reports/fevers/${date}/users/${n}`, body)
  await note(13, { pickedUpAt: '2026-09-08T10:00:00Z' })
  await note(14, { owner: 'Nina' })
  await note(15, { recheck: 37.9 })
  await note(16, { recheck: 38 })
  const path = `/api/reports/fevers?from=${date}&to=${date}&order=waiting`
  expect(people(await paged('district', path, 2))).toEqual([12, 25, 14, 16, 13, 15])
  expect(people(await paged('school1', `${path}&open=true`, 1))).toEqual([12, 14, 16])
  const { data, next } = (await stage.get('school1', `${path}&limit=2`)).body
  expect(data[0]).toMatchObject({ reading: 39, readings: 2, since: '2026-09-08T05:00:00.000Z', version: 0 })
  // A cursor belongs to the order that gave it.
  expect((await stage.get('school1', `/api/reports/fevers?cursor=${next}`)).status).toBe(400)
  expect(people((await stage.get('school1', `${path}&user=12`)).body.data)).toEqual([12])
  expect((await stage.get('school2', `${path}&user=12`)).status).toBe(404)
  // None of these is today.
  expect((await stage.get('district', '/api/reports/fevers?today=true')).body.data).toEqual([])
  await ledger.apply([stage.record(17, 'checkin', Date.now(), 38.1)])
  expect(people((await stage.get('district', '/api/reports/fevers?today=true')).body.data)).toEqual([17])
})
