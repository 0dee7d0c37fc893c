import { createPool, type Logger, sqlState } from '@rollcall/platform'
import { quoted } from '../roles/make-roles.ts'

const NO_SUCH_DATABASE = '3D000'
const DUPLICATE_DATABASE = '42P04'
const UNIQUE_VIOLATION = '23505'

/** Makes the database of this address where it is missing; true when it did. */
export async function createDatabase(url: string, log: Logger): Promise<boolean> {
  if (await exists(url, log)) return false
  const server = new URL(url)
  const name = decodeURIComponent(server.pathname.slice(1))
  // Every server has this one, and no database can be made without being connected to another.
  server.pathname = '/postgres'
  const pool = createPool(server.href, { max: 1, service: 'migrate' }, log)
  try {
    // From template0, as the server's default may be an encoding in which names can't be written.
    await pool.query(`CREATE DATABASE ${quoted(name)} TEMPLATE template0 ENCODING 'UTF8'`)
    return true
  } catch (error) {
    // Somebody else made it at the same moment.
    if ([DUPLICATE_DATABASE, UNIQUE_VIOLATION].includes(sqlState(error) ?? '')) return false
    throw error
  } finally {
    await pool.end()
  }
}

async function exists(url: string, log: Logger): Promise<boolean> {
  const pool = createPool(url, { max: 1, service: 'migrate' }, log)
  try {
    await pool.query('SELECT 1')
    return true
  } catch (error) {
    if (sqlState(error) === NO_SUCH_DATABASE) return false
    throw error
  } finally {
    await pool.end()
  }
}
