import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrateUp } from '@rollcall/database'
import { createLogger, createPool } from '@rollcall/platform'

const silent = createLogger('test', 'silent')
/** A migrated database of a test's own, in some 50 ms: cloned from a template that whoever comes first makes. */
export async function createTestDatabase(namespace = 'test', { connections = 10 } = {}) {
  const name = `${namespace.replaceAll('-', '_')}_${randomBytes(6).toString('hex')}`
  await onServer(async (server) => {
    const template = await ensureTemplate(server)
    await server.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`)
  })
  const url = addressOf(name)
  const pool = createPool(url, { max: connections, service: 'test' }, silent)
  return {
    url,
    pool,
    drop: async () => {
      await pool.end()
      await onServer((server) => server.query(`DROP DATABASE "${name}" WITH (FORCE)`))
    },
  }
}
/** Named after what is in the migrations, so that a changed one makes a new template. */
async function ensureTemplate(server) {
  const template = `template_${await hashOfMigrations()}`
  const client = await server.connect()
  try {
    // Held by the session, not a transaction: CREATE DATABASE can't be in one.
    await client.query(`SELECT pg_advisory_lock(hashtextextended('test template', 0))`)
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template])
    if (rowCount) return template
    const unfinished = `${template}_unfinished`
    await client.query(`DROP DATABASE IF EXISTS "${unfinished}" WITH (FORCE)`)
    await client.query(`CREATE DATABASE "${unfinished}" TEMPLATE template0 ENCODING 'UTF8'`)
    const pool = createPool(addressOf(unfinished), { max: 2, service: 'test' }, silent)
    await migrateUp(pool).finally(() => pool.end())
    await client.query(`ALTER DATABASE "${unfinished}" RENAME TO "${template}"`)
    return template
  } finally {
    await client.query('SELECT pg_advisory_unlock_all()')
    client.release()
  }
}
const MIGRATIONS = fileURLToPath(new URL('../../database/migrations', import.meta.url))
async function hashOfMigrations() {
  const hash = createHash('sha256')
  const files = await readdir(MIGRATIONS, { recursive: true })
  for (const file of files.filter((name) => name.endsWith('.up.sql')).sort())
    hash.update(file).update(await readFile(join(MIGRATIONS, file)))
  return hash.digest('hex').slice(0, 12)
}
function addressOf(database) {
  const address = process.env.TEST_POSTGRES_URL
  if (!address) throw new Error('TEST_POSTGRES_URL is not set: run the tests by npm test')
  const url = new URL(address)
  url.pathname = `/${database}`
  return url.href
}
async function onServer(work) {
  const pool = createPool(addressOf('postgres'), { max: 2, service: 'test' }, silent)
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}
/** Schools open from 08:00 to 15:00 in Berlin, unless told otherwise. */
export async function addSchools(pool, schools) {
  for (const school of schools)
    await pool.query(
      `INSERT INTO roster.schools (id, name, time_zone, opens_at, closes_at, late_after_minutes) VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        school.id,
        `School ${school.id}`,
        school.timeZone ?? 'Europe/Berlin',
        school.opensAt ?? '08:00',
        school.closesAt ?? '15:00',
        school.lateAfterMinutes ?? 10,
      ],
    )
}
/** People with the ids from `firstId` on, enrolled at a school since `fromDate`. */
export async function addPeople(pool, people) {
  const { schoolId, firstId, count, fromDate = '2020-01-01' } = people
  const parameters = [schoolId, firstId, firstId + count - 1]
  await pool.query(
    `INSERT INTO roster.users (id, school_id, name) SELECT id, $1, 'Person ' || id FROM generate_series($2::int, $3::int) AS id`,
    parameters,
  )
  await pool.query(
    `INSERT INTO roster.enrolments (user_id, school_id, from_date) SELECT id, $1, $4 FROM generate_series($2::int, $3::int) AS id`,
    [...parameters, fromDate],
  )
  return Array.from({ length: count }, (_, i) => firstId + i)
}
