import { DEVICE_LIMIT_PER_SECOND, hashSecret, newSecret, type Pool, type PoolClient } from '@rollcall/platform'
import { Chance } from './chance.ts'
import type { District } from './district.ts'

/** A terminal at the main entrance, and at every other school one at the side. */
function devicesOf({ seed, schools }: District) {
  return schools.flatMap((school) => {
    const devices = [{ schoolId: school.id, name: `${school.name}: main entrance` }]
    if (new Chance(seed, school.number, 41).happens(0.5))
      devices.push({ schoolId: school.id, name: `${school.name}: side entrance` })
    return devices
  })
}

/** Their secrets are thrown away: they stand in the lists and in past records. Who wants to use a device makes a key. */
export async function insertDevices(client: PoolClient, district: District): Promise<void> {
  const devices = devicesOf(district)
  await client.query(
    `INSERT INTO access.tokens (kind, name, hash, school_id, limit_per_second)
     SELECT 'device', name, hash, school_id, $4 FROM unnest($1::text[], $2::bytea[], $3::int[]) AS device (name, hash, school_id)`,
    [
      devices.map(({ name }) => name),
      devices.map(() => hashSecret(newSecret('device'))),
      devices.map(({ schoolId }) => schoolId),
      DEVICE_LIMIT_PER_SECOND,
    ],
  )
}

/** The ids of each school's devices. */
export async function readDevices(pool: Pool, district: District): Promise<Map<number, number[]>> {
  const { rows } = await pool.query<{ schoolId: number; ids: number[] }>(
    `SELECT school_id AS "schoolId", array_agg(id ORDER BY id) AS ids FROM access.tokens
     WHERE kind = 'device' AND school_id = ANY($1::int[]) GROUP BY school_id`,
    [district.schools.map(({ id }) => id)],
  )
  return new Map(rows.map(({ schoolId, ids }) => [schoolId, ids]))
}
