import { attendanceRecord, eventId } from '@rollcall/domain'
import { GateAway } from '@rollcall/ledger'
import {
  type Caller,
  type Collection,
  connectMongo,
  type DeadLetter,
  DeadLetterStore,
  deadLetters,
  Names,
  Problem,
} from '@rollcall/platform'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { sharedEngines } from '../../../tests/support/system.ts'
import { BulkChanges } from './bulk-changes.ts'
import { LetterChanges } from './letter-changes.ts'
import { LetterQueries } from './letter-queries.ts'

const at = Date.now() - 60_000
const record = attendanceRecord.parse({
  v: 1,
  id: eventId(7, 'checkin', at),
  ...{ userId: 7, schoolId: 1, type: 'checkin', temperature: null, image: null, deviceId: null },
  at: new Date(at).toISOString(),
  localDate: new Date(at).toISOString().slice(0, 10),
  receivedAt: new Date(at).toISOString(),
})
const otto: Caller = { kind: 'admin', id: 5, name: 'Otto', role: 'operator', schools: null }
const asking = { caller: otto, requestId: 'r-1' }

let database: TestDatabase
let letters: Collection<DeadLetter>
let store: DeadLetterStore
let changes: LetterChanges
let closeMongo: () => Promise<void>
/** What the gate does when it is told of doubts. */
let raise: (people: readonly unknown[]) => Promise<void>
let offset = 0

beforeAll(async () => {
  database = await createTestDatabase('letters')
  const { client, db } = connectMongo(sharedEngines().mongo)
  closeMongo = () => client.close()
  const names = new Names(new URL(database.url).pathname.slice(1).replaceAll('_', '-'))
  letters = deadLetters(db, names)
  store = new DeadLetterStore(db, names)
  changes = new LetterChanges({ store, pool: database.pool, doubt: { raise: (people) => raise(people) } })
})
beforeEach(() => {
  raise = async () => {}
})
afterAll(async () => {
  await letters.drop()
  await closeMongo()
  await database.drop()
})

async function aLetter(more: Partial<DeadLetter> = {}): Promise<DeadLetter> {
  offset += 1
  const error = { code: 'contract', message: 'v: wrong' }
  const { id } = record
  const given = { topicId: 't', partition: 0, offset, key: id, value: '{"userId":7}', encoding: 'utf8' as const }
  await store.add({ ...given, headers: {}, error }, new Date())
  await letters.updateOne({ offset }, { $set: { status: 'parked', ...more } })
  return now(offset)
}
async function now(of: number): Promise<DeadLetter> {
  const found = await letters.findOne({ offset: of })
  if (!found) throw new Error('the letter has gone')
  return found
}
const lines = async () => (await database.pool.query('SELECT action FROM access.audit_log ORDER BY id')).rows.length

test.each(['mend', 'discard'] as const)(
  '%s: the doubt comes before the change, and without it there is none',
  async (what) => {
    const change = (letter: DeadLetter) =>
      what === 'mend' ? changes.mend(letter, record, asking) : changes.discard(letter, 'no record', asking)
    const letter = await aLetter()
    const before = await lines()
    const raised: unknown[] = []
    raise = async (people) => {
      expect(await now(letter.offset)).toEqual(letter)
      raised.push(...people)
    }
    await change(letter)
    expect(raised).toContainEqual({ userId: 7, localDate: record.localDate })
    expect(await lines()).toBe(before + 1)

    const other = await aLetter()
    raise = async () => {
      throw new GateAway(new Error('gone'))
    }
    await expect(change(other)).rejects.toMatchObject({ status: 503 })
    expect(await now(other.offset)).toEqual(other)
    expect(await lines()).toBe(before + 1)
  },
)

test.each([
  ['two who mend', ['mend', 'mend']],
  ['who mends and who discards', ['mend', 'discard']],
  ['who replays and who discards', ['replay', 'discard']],
] as const)('%s the same letter at once: one wins, the other is told', async (_who, both) => {
  const letter = await aLetter()
  const before = await lines()
  const did = { mend: () => changes.mend(letter, record, asking), replay: () => changes.replay(letter, asking) }
  const ended = await Promise.allSettled(
    both.map((what) => (what === 'discard' ? changes.discard(letter, 'no record', asking) : did[what]())),
  )
  const refused = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  expect(refused).toEqual([expect.any(Problem)])
  expect(refused[0]).toMatchObject({ status: 409, type: 'urn:rollcall:problem:changed-meanwhile' })
  expect((await now(letter.offset)).history).toHaveLength(letter.history.length + 1)
  expect(await lines()).toBe(before + 1)
})

test('a letter that the task has taken meanwhile stays as the task has it', async () => {
  const letter = await aLetter({ status: 'pending', nextAttemptAt: new Date(0) })
  await store.lease(new Date())
  await expect(changes.mend(letter, record, asking)).rejects.toMatchObject({ status: 409 })
  await expect(changes.discard(await now(letter.offset), 'x', asking)).rejects.toMatchObject({
    type: 'urn:rollcall:problem:on-its-way',
  })
  expect(await now(letter.offset)).toMatchObject({ status: 'replaying', value: letter.value })
})

test('of many, each has its own result; without the gate none is discarded', async () => {
  const [good, away, closed] = [
    await aLetter(),
    await aLetter({ status: 'replaying' }),
    await aLetter({ status: 'replayed' }),
  ]
  const ids = [good, away, closed].map(({ _id }) => _id.toHexString())
  const bulk = new BulkChanges(new LetterQueries(letters), changes)
  const missing = 'f'.repeat(24)
  const which = { ids: [...ids, missing] }
  expect(await bulk.preview(which)).toEqual({ matching: 4, count: 1, refused: 3 })
  raise = async () => {
    throw new GateAway(new Error('gone'))
  }
  await expect(bulk.run('discard', which, 'no records', asking)).rejects.toMatchObject({ status: 503 })
  expect(await now(good.offset)).toEqual(good)
  raise = async () => {}
  const results = await bulk.run('discard', which, 'no records', asking)
  expect(new Map(results.map(({ id, outcome }) => [id, outcome]))).toEqual(
    new Map([
      [ids[0], 'done'],
      [ids[1], 'on-its-way'],
      [ids[2], 'closed'],
      [missing, 'not-found'],
    ]),
  )
})
