import type { Pool } from '@rollcall/platform'

const OURS = "NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"

const QUERIES = {
  schemas: `SELECT nspname FROM pg_namespace WHERE nspname ${OURS} AND nspname NOT LIKE 'pg\\_%' ORDER BY 1`,
  columns: `SELECT table_schema, table_name, column_name, data_type, udt_name, is_nullable, column_default, is_identity,
              datetime_precision, numeric_precision, numeric_scale
            FROM information_schema.columns WHERE table_schema ${OURS} ORDER BY 1, 2, 3`,
  constraints: `SELECT conrelid::regclass::text AS of, pg_get_constraintdef(oid) AS is
            FROM pg_constraint WHERE connamespace::regnamespace::text ${OURS} ORDER BY 1, 2`,
  indexes: `SELECT schemaname, indexname, indexdef FROM pg_indexes WHERE schemaname ${OURS} ORDER BY 1, 2`,
  triggers: `SELECT tgrelid::regclass::text AS of, pg_get_triggerdef(oid) AS is
            FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2`,
  functions: `SELECT pronamespace::regnamespace::text AS of, proname, prosrc
            FROM pg_proc WHERE pronamespace::regnamespace::text ${OURS} ORDER BY 1, 2`,
  types: `SELECT enumtypid::regtype::text AS of, enumlabel FROM pg_enum ORDER BY enumtypid::regtype::text, enumsortorder`,
}

/** Everything that makes a schema what it is, comparable. */
export async function schemaSnapshot(pool: Pool): Promise<Record<string, unknown[]>> {
  const snapshot: Record<string, unknown[]> = {}
  for (const [what, query] of Object.entries(QUERIES)) snapshot[what] = (await pool.query(query)).rows
  return snapshot
}
