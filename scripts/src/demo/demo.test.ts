import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateUp } from '@rollcall/database'
import { isTimeZone } from '@rollcall/domain'
import { createLogger, hashSecret, TokenStore, verifyPassword } from '@rollcall/platform'
import { type FreshDatabase, freshDatabase } from '../../../database/src/testing/fresh-database.ts'
import { SomebodyElses } from '../seed/district-notes.ts'
import { peopleOf } from '../seed/people.ts'
import { demoDistrict } from './demo-district.ts'
import { keysInDemoFile, writeDemoFile } from './demo-file.ts'
import { DEMO_SCHOOLS } from './demo-schools.ts'
import { prepareDemo } from './prepare-demo.ts'
import { seedDemo } from './seed-demo.ts'

const silent = createLogger('test', 'silent')
let database: FreshDatabase
let folder: string

async function newDatabase(): Promise<void> {
  database = await freshDatabase()
  await migrateUp(database.pool)
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-demo-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const query = async <Row extends object>(sql: string): Promise<Row[]> => (await database.pool.query<Row>(sql)).rows
const counts = () =>
  query(`SELECT (SELECT count(*) FROM roster.schools) AS schools, (SELECT count(*) FROM roster.classes) AS classes,
    (SELECT count(*) FROM roster.users) AS users, (SELECT count(*) FROM roster.enrolments) AS enrolments,
    (SELECT count(*) FROM roster.calendars) AS calendars`)
const ALL = [{ schools: 20, classes: 720, users: 20_000, enrolments: 20_000, calendars: 20 }]

describe('the demo district', () => {
  beforeEach(newDatabase)
  afterEach(() => database.drop())

  test('20 schools of 1,000 people each, with school on every day', async () => {
    expect(await seedDemo(database.pool)).toMatchObject({ outcome: 'seeded', kind: 'demo' })
    expect(await counts()).toEqual(ALL)
    expect(
      await query(`SELECT u.school_id, min(u.id), max(u.id), count(*) FILTER (WHERE kind = 'student') AS students,
          count(DISTINCT class_id) AS classes
        FROM roster.users u JOIN roster.enrolments e ON e.user_id = u.id AND e.school_id = u.school_id
        WHERE e.from_date = '2020-01-01' AND e.to_date IS NULL GROUP BY u.school_id ORDER BY u.school_id`),
    ).toEqual(
      demoDistrict().schools.map(({ id }) => ({
        school_id: id,
        min: (id - 1) * 1_000 + 1,
        max: id * 1_000,
        students: 920,
        classes: 36,
      })),
    )
    expect(await query('SELECT DISTINCT weekdays FROM roster.calendars')).toEqual([{ weekdays: [1, 2, 3, 4, 5, 6, 7] }])
    const strangers = `SELECT u.id FROM roster.users u LEFT JOIN roster.classes c ON c.id = u.class_id
      WHERE (u.kind = 'student') <> (c.id IS NOT NULL) OR c.school_id <> u.school_id`
    expect(await query(strangers)).toEqual([])
    const [unique] = await query(`SELECT count(DISTINCT email) AS emails, count(DISTINCT external_id) AS ids,
      count(*) FILTER (WHERE email !~ '^[a-z]+\\.[a-z]+\\.[0-9]+@[a-z-]+\\.example$') AS strange FROM roster.users`)
    expect(unique).toEqual({ emails: 20_000, ids: 20_000, strange: 0 })
  })

  test('a second time, or two at once, add nothing and undo nothing', async () => {
    const outcomes = await Promise.all([seedDemo(database.pool), seedDemo(database.pool)])
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['already there', 'seeded'])
    await query(`UPDATE roster.schools SET name = 'Renamed'`)
    await query(`DELETE FROM roster.enrolments WHERE user_id = 1`)
    await query(`DELETE FROM roster.users WHERE id = 1`)
    expect(await seedDemo(database.pool)).toMatchObject({ outcome: 'already there' })
    expect(await counts()).toEqual([{ ...ALL[0], users: 19_999, enrolments: 19_999 }])
    expect(await query('SELECT DISTINCT name FROM roster.schools')).toEqual([{ name: 'Renamed' }])
  })

  test('who comes after gets the next number', async () => {
    await seedDemo(database.pool)
    const [school] = await query<{ id: number }>(
      `INSERT INTO roster.schools (name, time_zone) VALUES ('New', 'UTC') RETURNING id`,
    )
    const [group] = await query(`INSERT INTO roster.classes (school_id, name) VALUES (21, 'New') RETURNING id`)
    const [person] = await query(`INSERT INTO roster.users (school_id, name) VALUES (21, 'New') RETURNING id`)
    expect([school, group, person]).toEqual([{ id: 21 }, { id: 721 }, { id: 20_001 }])
  })

  test('it stays out of a database that is somebody else’s', async () => {
    await query(`INSERT INTO roster.schools (name, time_zone) VALUES ('A real school', 'UTC')`)
    await expect(prepare()).rejects.toThrow(SomebodyElses)
    expect(await counts()).toEqual([{ schools: 1, classes: 0, users: 0, enrolments: 0, calendars: 0 }])
    expect(await query('SELECT id FROM access.tokens')).toEqual([])
    expect(await readdir(folder)).toEqual([])
  })
})

const keys = {
  admin: { email: 'admin@demo.example', password: expect.any(String) },
  deviceKey: expect.any(String),
  apiToken: expect.any(String),
}
const urls = {
  ingestUrl: 'http://localhost:1',
  dashboardUrl: 'http://localhost:2',
  tasksUrl: 'http://localhost:3',
  engines: {
    redis: 'redis://localhost:4',
    kafka: 'localhost:5',
    postgres: 'postgres://localhost:6',
    mongo: 'mongodb://localhost:7',
  },
}
const file = () => join(folder, '.rollcall', 'demo.json')
const prepare = (more: Partial<typeof urls> = {}) =>
  prepareDemo({ ...urls, ...more, databaseUrl: database.url, file: file(), log: silent })
const written = async () => JSON.parse(await readFile(file(), 'utf8'))

describe('the data of the demo', () => {
  test('time zones exist, one is far away, and hours are those of a school', () => {
    expect(DEMO_SCHOOLS.filter(({ timeZone }) => !isTimeZone(timeZone))).toEqual([])
    expect(new Set(DEMO_SCHOOLS.map(({ timeZone }) => timeZone)).size).toBeGreaterThanOrEqual(4)
    for (const { opensAt, closesAt } of DEMO_SCHOOLS) {
      expect(opensAt >= '07:00' && opensAt <= '10:00').toBe(true)
      expect(closesAt >= '14:00' && closesAt <= '17:00').toBe(true)
    }
  })

  test('it is the same district on every machine', () => {
    const [school] = demoDistrict().schools
    if (!school) throw new Error('no school')
    const people = [...peopleOf(demoDistrict(), school)]
    expect([...peopleOf(demoDistrict(), school)]).toEqual(people)
    expect(people[0]).toEqual({
      id: 1,
      number: 0,
      externalId: 'DEMO-00001',
      name: 'Aaliyah Bosco',
      email: 'aaliyah.bosco.1@maple-grove-primary-school.example',
      kind: 'student',
      classId: 1,
      enrolments: [{ schoolId: 1, from: '2020-01-01', to: null }],
    })
  })
})

describe('demo.json', () => {
  beforeAll(newDatabase)
  afterAll(() => database.drop())
  beforeEach(() => query('DELETE FROM access.tokens'))

  test('tells addresses and keys, to its owner alone', async () => {
    const demo = await prepare()
    expect(await written()).toEqual(demo)
    expect(demo).toEqual({ ...urls, ...keys, hr: null })
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    expect(await readdir(join(folder, '.rollcall'))).toEqual(['demo.json'])

    const tokens = new TokenStore(database.pool)
    const district = { schoolId: null, limitPerSecond: null }
    expect(await tokens.findByHash(hashSecret(demo.deviceKey))).toMatchObject({ kind: 'device', ...district })
    expect(await tokens.findByHash(hashSecret(demo.apiToken))).toMatchObject({ kind: 'api', ...district })
  })

  test('a second start has the same keys and the new addresses', async () => {
    const first = await prepare()
    const second = await prepare({ ingestUrl: 'http://localhost:99' })
    expect(second).toEqual({ ...first, ingestUrl: 'http://localhost:99' })
    expect(await written()).toEqual(second)
    expect(await query('SELECT id FROM access.tokens')).toHaveLength(2)
  })

  test('the admin has the same password at every start, and a new one when the file is gone', async () => {
    const hash = async () =>
      (await query<{ hash: string }>('SELECT password_hash AS hash FROM access.admins'))[0]?.hash ?? null
    const { admin } = await prepare()
    expect(await verifyPassword(await hash(), admin.password)).toBe(true)
    await rm(file())
    const anew = await prepare()
    expect(anew.admin.password).not.toBe(admin.password)
    expect(await verifyPassword(await hash(), admin.password)).toBe(false)
    expect(await verifyPassword(await hash(), anew.admin.password)).toBe(true)
    expect(await query('SELECT email, role FROM access.admins')).toEqual([
      { email: 'admin@demo.example', role: 'district' },
    ])
  })

  test('only the key that is no longer good is made anew', async () => {
    const first = await prepare()
    const { rowCount } = await database.pool.query('UPDATE access.tokens SET revoked_at = now() WHERE hash = $1', [
      hashSecret(first.deviceKey),
    ])
    expect(rowCount).toBe(1)
    const second = await prepare()
    expect(second.apiToken).toBe(first.apiToken)
    expect(second.deviceKey).not.toBe(first.deviceKey)
  })

  test('a key that has got a limit, or the other’s place, is not what was asked for', async () => {
    const first = await prepare()
    await database.pool.query('UPDATE access.tokens SET limit_per_second = 1 WHERE hash = $1', [
      hashSecret(first.deviceKey),
    ])
    await writeDemoFile(file(), { ...first, apiToken: first.deviceKey })
    const second = await prepare()
    expect([first.deviceKey, first.apiToken]).not.toContain(second.deviceKey)
    expect([first.deviceKey, first.apiToken]).not.toContain(second.apiToken)
  })

  test.each(['', '{"deviceKey": "cut o', 'null', '7', '[]', '{"deviceKey": 7, "apiToken": null}'])(
    'a file that holds %j is replaced',
    async (content) => {
      await writeDemoFile(file(), await prepare())
      await writeFile(file(), content)
      expect(await keysInDemoFile(file())).toEqual({})
      const demo = await prepare()
      expect(await written()).toEqual(demo)
    },
  )
})
