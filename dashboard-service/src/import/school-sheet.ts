import { nextId } from '../roster-changes/roster-changes.ts'
import { columns } from './columns.ts'
import { type Sheet, toBe, twice } from './sheet.ts'

const TODAY = (zone: string) => `(now() AT TIME ZONE ${zone})::date`

export const schoolSheet: Sheet = {
  subject: 'school',
  columns: {
    id: columns.id,
    external_id: columns.text,
    name: columns.name,
    time_zone: columns.timeZone,
    opens_at: columns.timeOfDay,
    closes_at: columns.timeOfDay,
    late_after_minutes: columns.minutes,
  },
  lookedUp: 'deleted boolean, other_zone boolean NOT NULL DEFAULT false',
  resolve: () => [
    `UPDATE import_rows t SET target_id = s.id, deleted = s.deleted_at IS NOT NULL
     FROM roster.schools s WHERE t.id IS NOT NULL AND s.id = t.id`,
    `UPDATE import_rows t SET target_id = s.id, deleted = s.deleted_at IS NOT NULL
     FROM roster.schools s WHERE t.id IS NULL AND s.external_id = t.external_id`,
    // A change that is planned already goes on.
    `UPDATE import_rows t SET other_zone = true FROM roster.schools s WHERE s.id = t.target_id AND t.time_zone <> s.time_zone
       AND NOT EXISTS (SELECT FROM roster.school_zones z
                       WHERE z.school_id = s.id AND NOT z.begun AND z.time_zone = t.time_zone)`,
  ],
  errors: (has) => `
    SELECT line, CASE WHEN id IS NULL THEN 'external_id' ELSE 'id' END AS field, 'there is no such school' AS message
    FROM import_rows WHERE (id IS NOT NULL AND target_id IS NULL) OR deleted
      OR (target_id IS NOT NULL AND NOT ($1::int[] IS NULL OR target_id = ANY($1)))
    UNION ALL SELECT line, '', 'new schools are made for the whole district only'
    FROM import_rows WHERE target_id IS NULL AND id IS NULL AND $1::int[] IS NOT NULL
    UNION ALL SELECT line, 'time_zone', 'a new school needs one' FROM import_rows WHERE target_id IS NULL AND time_zone IS NULL
    UNION ALL SELECT line, 'time_zone', 'not known to the database'
    FROM import_rows WHERE time_zone IS NOT NULL AND NOT roster.is_time_zone(time_zone)
    UNION ALL SELECT t.line, 'time_zone', 'a whole day from the present one: a date would be missing'
    FROM import_rows t JOIN roster.schools s ON s.id = t.target_id
    WHERE t.time_zone IS NOT NULL AND now() AT TIME ZONE t.time_zone >= now() AT TIME ZONE s.time_zone + interval '1 day'
    UNION ALL SELECT t.line, 'closes_at', 'later than opens_at'
    FROM import_rows t LEFT JOIN roster.schools s ON s.id = t.target_id
    WHERE coalesce(t.opens_at, s.opens_at, '08:00') >= coalesce(t.closes_at, s.closes_at, '15:00')
    UNION ALL SELECT t.line, 'external_id', 'another school has it'
    FROM import_rows t JOIN roster.schools s ON s.external_id = t.external_id WHERE t.id IS NOT NULL AND s.id <> t.id
    UNION ALL ${twice('target_id', has('id') ? 'id' : 'external_id')}
    UNION ALL ${twice('external_id', 'external_id')}`,
  write: (has) => [
    `UPDATE import_rows t SET is_new = true WHERE target_id IS NULL`,
    `SELECT ${nextId('schools')}`,
    `UPDATE import_rows t SET target_id = nextval(pg_get_serial_sequence('roster.schools', 'id')) WHERE is_new`,
    `INSERT INTO roster.schools (id, external_id, name, time_zone, opens_at, closes_at, late_after_minutes)
     SELECT target_id, external_id, name, time_zone, coalesce(opens_at, '08:00'), coalesce(closes_at, '15:00'),
       coalesce(late_after_minutes, 10) FROM import_rows WHERE is_new`,
    `UPDATE import_rows t SET is_changed = true FROM roster.schools s WHERE s.id = t.target_id AND NOT t.is_new
       AND (s.external_id, s.name, s.opens_at, s.closes_at, s.late_after_minutes, false) IS DISTINCT FROM
         (${toBe(has, 'external_id', 's.external_id')}, t.name, coalesce(t.opens_at, s.opens_at),
          coalesce(t.closes_at, s.closes_at), coalesce(t.late_after_minutes, s.late_after_minutes),
          t.other_zone)`,
    `UPDATE roster.schools s SET external_id = ${toBe(has, 'external_id', 's.external_id')}, name = t.name,
       opens_at = coalesce(t.opens_at, s.opens_at), closes_at = coalesce(t.closes_at, s.closes_at),
       late_after_minutes = coalesce(t.late_after_minutes, s.late_after_minutes), version = version + 1
     FROM import_rows t WHERE s.id = t.target_id AND t.is_changed`,
    // Another time zone begins on the first date that has begun in neither of the two.
    `DELETE FROM roster.school_zones z USING import_rows t, roster.schools s
     WHERE s.id = t.target_id AND z.school_id = s.id AND t.other_zone AND NOT z.begun
       AND z.from_date > greatest(${TODAY('s.time_zone')}, ${TODAY('z.time_zone')})`,
    `INSERT INTO roster.school_zones (school_id, from_date, time_zone, begun)
     SELECT s.id, '-infinity', s.time_zone, true FROM import_rows t JOIN roster.schools s ON s.id = t.target_id
     WHERE t.other_zone ON CONFLICT DO NOTHING`,
    `INSERT INTO roster.school_zones (school_id, from_date, time_zone)
     SELECT s.id, greatest(${TODAY('s.time_zone')}, ${TODAY('t.time_zone')}) + 1, t.time_zone
     FROM import_rows t JOIN roster.schools s ON s.id = t.target_id WHERE t.other_zone`,
  ],
  snapshot: {
    from: 'roster.schools s WHERE s.id = t.target_id',
    json: `jsonb_build_object('externalId', s.external_id, 'name', s.name, 'timeZone', s.time_zone, 'opensAt', s.opens_at,
      'closesAt', s.closes_at, 'lateAfterMinutes', s.late_after_minutes)`,
    schoolId: 's.id',
  },
}
