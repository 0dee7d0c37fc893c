import type { PoolClient } from '@rollcall/platform'
import { type Drift, differs } from './drift.ts'
import type { FoldedDay } from './fold-days.ts'
import type { SchoolDay } from './school-day.ts'
import { type Fever, feverKey, feversOf, noteFevers } from './write-fevers.ts'

const FEVERS = `
  SELECT user_id AS "userId", date_part('epoch', at) * 1000 AS at, type, temperature
  FROM attendance.fever_events WHERE school_id = $1 AND local_date = $2`

export async function repairFevers(client: PoolClient, day: SchoolDay, people: readonly FoldedDay[]): Promise<Drift[]> {
  const { rows } = await client.query<Pick<Fever, 'userId' | 'at' | 'type' | 'temperature'>>(FEVERS, [
    day.schoolId,
    day.localDate,
  ])
  const stored = new Map(rows.map((fever) => [feverKey(fever), fever]))
  const fevers = people.flatMap(feversOf)
  const computed = new Map(fevers.map((fever) => [feverKey(fever), fever]))
  const drift: Drift[] = []
  for (const [key, { userId }] of new Map([...stored, ...computed])) {
    const was = stored.get(key)?.temperature ?? null
    const is = computed.get(key)?.temperature ?? null
    if (differs(was, is)) drift.push({ userId, what: `fever ${key}`, stored: was, computed: is })
  }
  if (drift.length > 0) {
    await client.query('DELETE FROM attendance.fever_events WHERE school_id = $1 AND local_date = $2', [
      day.schoolId,
      day.localDate,
    ])
    await noteFevers(client, fevers)
  }
  return drift
}
