import { inTransaction, type Pool } from '@rollcall/platform'
import { quoted } from './make-roles.ts'

/**
 * All that attendance-service does in Postgres. It is the service that everybody reaches: whoever takes it over gets to see no
 * attendance, no names, no passwords, and changes nothing but when a key or session was last used.
 */
const GRANTS = [
  'CONNECT ON DATABASE %database%',
  'USAGE ON SCHEMA public, roster, access, operations',
  'SELECT ON public.migrations',
  'SELECT ON roster.enrolments, roster.school_zones',
  'SELECT (id, time_zone, deleted_at) ON roster.schools',
  'SELECT, UPDATE (last_used_at) ON access.tokens',
  'SELECT, UPDATE (used_at) ON access.sessions',
  'SELECT (id, name, role, disabled_at) ON access.admins',
  'SELECT ON access.admin_schools',
  'SELECT ON operations.changes',
  'SELECT, UPDATE (gate_opened_at) ON operations.topics',
]

/** Gives a role what the edge needs, and takes from it what it had besides. */
export async function grantEdge(pool: Pool, role: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name')
    const database = quoted(rows[0]?.name ?? '')
    await client.query(`
      REVOKE ALL ON ALL TABLES IN SCHEMA public, roster, access, operations, attendance FROM ${quoted(role)};
      REVOKE ALL ON SCHEMA attendance FROM ${quoted(role)}`)
    for (const grant of GRANTS) await client.query(`GRANT ${grant.replace('%database%', database)} TO ${quoted(role)}`)
  })
}
