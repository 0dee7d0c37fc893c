import { createPool, type Logger, type Pool } from '@rollcall/platform'

/**
 * The roles of two addresses, made and given their passwords by somebody who may: one owns the database, the other is the
 * edge's. Neither is a superuser. Safe to repeat; another password in the address is the role's new one.
 */
export async function makeRoles(
  adminUrl: string,
  { owner, edge }: { owner: string; edge: string | undefined },
  log: Logger,
): Promise<void> {
  const database = new URL(owner).pathname
  await asAdmin(adminUrl, '/postgres', log, async (pool) => {
    for (const url of [owner, edge]) if (url !== undefined) await makeRole(pool, url)
    const name = decodeURIComponent(database.slice(1))
    const { rowCount } = await pool.query('SELECT FROM pg_database WHERE datname = $1', [name])
    // From template0, as the server's default may be an encoding in which names can't be written.
    if (rowCount === 0) await pool.query(`CREATE DATABASE ${quoted(name)} TEMPLATE template0 ENCODING 'UTF8'`)
    await pool.query(`ALTER DATABASE ${quoted(name)} OWNER TO ${quoted(roleOf(owner))}`)
    await pool.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${quoted(name)} FROM PUBLIC`)
  })
}

async function makeRole(pool: Pool, url: string): Promise<void> {
  const role = roleOf(url)
  const password = decodeURIComponent(new URL(url).password)
  const { rowCount } = await pool.query('SELECT FROM pg_roles WHERE rolname = $1', [role])
  const { rows } = await pool.query<{ statement: string }>(
    `SELECT format('${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD %L',
                   $1::text, $2::text) AS statement`,
    [role, password],
  )
  await pool.query(rows[0]?.statement ?? '')
}

async function asAdmin(url: string, path: string, log: Logger, work: (pool: Pool) => Promise<void>): Promise<void> {
  const there = new URL(url)
  there.pathname = path
  const pool = createPool(there.href, { max: 1, service: 'migrate' }, log)
  try {
    await work(pool)
  } finally {
    await pool.end()
  }
}

export const roleOf = (url: string): string => decodeURIComponent(new URL(url).username)
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
