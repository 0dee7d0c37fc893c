import { nextId } from '../roster-changes/roster-changes.ts'
import { columns } from './columns.ts'
import { FIND_SCHOOL, NO_SUCH_SCHOOL } from './find-school.ts'
import { type Sheet, toBe, twice } from './sheet.ts'

// What a row is: somebody new (is_new), somebody who had been deleted (comes_back), somebody who moves (move_on).
const MOVES = 'move_on IS NOT NULL'

/** A person is known by id, else by external id; a row with neither is somebody new. */
export const peopleSheet: Sheet = {
  subject: 'user',
  columns: {
    id: columns.id,
    external_id: columns.text,
    name: columns.name,
    email: columns.email,
    kind: columns.kind,
    school_id: columns.id,
    school_external_id: columns.text,
    class: columns.text,
    year_group: columns.text,
    enrolled_from: columns.date,
  },
  lookedUp: `to_school integer, in_school integer, comes_back boolean, class_id integer, move_on date, planned boolean,
    old_class integer`,
  resolve: (has) => [
    ...FIND_SCHOOL,
    `UPDATE import_rows t SET target_id = u.id, in_school = u.school_id, old_class = u.class_id,
       comes_back = u.deleted_at IS NOT NULL
     FROM roster.users u WHERE t.id IS NOT NULL AND u.id = t.id`,
    `UPDATE import_rows t SET target_id = u.id, in_school = u.school_id, old_class = u.class_id,
       comes_back = u.deleted_at IS NOT NULL
     FROM roster.users u WHERE t.id IS NULL AND u.external_id = t.external_id`,
    // Whoever writes one of them at the same time waits for the end of the file.
    'SELECT FROM roster.users u JOIN import_rows t ON u.id = t.target_id ORDER BY u.id FOR UPDATE OF u',
    'UPDATE import_rows SET to_school = in_school WHERE to_school IS NULL AND school_id IS NULL AND school_external_id IS NULL',
    `UPDATE import_rows t SET class_id = c.id FROM roster.classes c WHERE c.school_id = t.to_school AND c.name = t.class`,
    ...(has('class') ? [] : ['UPDATE import_rows SET class_id = old_class WHERE to_school = in_school']),
    // A move that is planned already, and to which the row adds nothing, goes on.
    `UPDATE import_rows t SET move_on = coalesce(t.enrolled_from, greatest((now() AT TIME ZONE a.time_zone)::date,
         (now() AT TIME ZONE b.time_zone)::date) + 1)
     FROM roster.schools a, roster.schools b
     WHERE NOT t.comes_back AND t.to_school <> t.in_school AND a.id = t.in_school AND b.id = t.to_school
       AND NOT EXISTS (SELECT FROM roster.moves m WHERE m.user_id = t.target_id AND m.school_id = t.to_school
                       AND (t.enrolled_from IS NULL OR m.from_date = t.enrolled_from))`,
  ],
  errors: (has) => `
    ${NO_SUCH_SCHOOL}
    UNION ALL SELECT line, CASE WHEN id IS NULL THEN 'external_id' ELSE 'id' END, 'there is no such person at your schools'
    FROM import_rows WHERE (id IS NOT NULL AND target_id IS NULL)
      OR (target_id IS NOT NULL AND NOT ($1::int[] IS NULL OR in_school = ANY($1)))
    UNION ALL SELECT line, 'school_id', 'a new person needs a school' FROM import_rows
    WHERE target_id IS NULL AND id IS NULL AND school_id IS NULL AND school_external_id IS NULL
    UNION ALL SELECT line, 'class', 'the school has no such class'
    FROM import_rows WHERE class IS NOT NULL AND class_id IS NULL AND to_school IS NOT NULL
    UNION ALL SELECT t.line, 'enrolled_from', 'a move begins on a day to come'
    FROM import_rows t JOIN roster.schools a ON a.id = t.in_school JOIN roster.schools b ON b.id = t.to_school
    WHERE t.move_on <= greatest((now() AT TIME ZONE a.time_zone)::date, (now() AT TIME ZONE b.time_zone)::date)
    UNION ALL SELECT t.line, 'external_id', 'somebody else has it'
    FROM import_rows t JOIN roster.users u ON u.external_id = t.external_id WHERE t.id IS NOT NULL AND u.id <> t.id
    UNION ALL ${twice('target_id', has('id') ? 'id' : 'external_id')}
    UNION ALL ${twice('external_id', 'external_id')}`,
  write: (has) => [
    'UPDATE import_rows t SET is_new = true WHERE target_id IS NULL',
    `SELECT ${nextId('users')}`,
    `UPDATE import_rows t SET target_id = nextval(pg_get_serial_sequence('roster.users', 'id')) WHERE is_new`,
    `INSERT INTO roster.users (id, school_id, external_id, name, email, kind, class_id, year_group)
     SELECT target_id, to_school, external_id, name, email, coalesce(kind, 'student'), class_id, year_group
     FROM import_rows WHERE is_new`,
    `INSERT INTO roster.enrolments (user_id, school_id, from_date)
     SELECT t.target_id, t.to_school, coalesce(t.enrolled_from, (now() AT TIME ZONE s.time_zone)::date)
     FROM import_rows t JOIN roster.schools s ON s.id = t.to_school WHERE t.is_new`,
    // Who comes back does so after the day on which they left.
    `INSERT INTO roster.enrolments (user_id, school_id, from_date)
     SELECT t.target_id, t.to_school, greatest(coalesce(t.enrolled_from, (now() AT TIME ZONE s.time_zone)::date),
       (SELECT max(e.to_date) + 1 FROM roster.enrolments e WHERE e.user_id = t.target_id))
     FROM import_rows t JOIN roster.schools s ON s.id = t.to_school WHERE t.comes_back`,
    `DELETE FROM roster.moves m USING import_rows t WHERE m.user_id = t.target_id AND ${MOVES}`,
    `WITH gone AS (DELETE FROM roster.enrolments e USING import_rows t, roster.schools s
       WHERE e.user_id = t.target_id AND ${MOVES} AND s.id = e.school_id
         AND e.from_date > (now() AT TIME ZONE s.time_zone)::date RETURNING e.user_id, e.from_date)
     UPDATE roster.enrolments e SET to_date = NULL FROM gone WHERE e.user_id = gone.user_id AND e.to_date = gone.from_date - 1`,
    `UPDATE import_rows t SET planned = true FROM roster.enrolments e
     WHERE e.user_id = t.target_id AND ${MOVES} AND e.to_date IS NULL`,
    `UPDATE roster.enrolments e SET to_date = t.move_on - 1 FROM import_rows t
     WHERE e.user_id = t.target_id AND ${MOVES} AND e.to_date IS NULL`,
    `INSERT INTO roster.enrolments (user_id, school_id, from_date)
     SELECT target_id, to_school, move_on FROM import_rows WHERE ${MOVES}`,
    `INSERT INTO roster.moves (user_id, school_id, class_id, from_date)
     SELECT target_id, to_school, class_id, move_on FROM import_rows WHERE ${MOVES} AND planned`,
    // Until the move they are where they are.
    `UPDATE import_rows SET to_school = in_school, class_id = old_class
     WHERE NOT is_new AND NOT comes_back AND to_school <> in_school AND (move_on IS NULL OR planned)`,
    `UPDATE import_rows t SET is_changed = true FROM roster.users u WHERE u.id = t.target_id AND NOT t.is_new
       AND (t.comes_back OR t.move_on IS NOT NULL OR
         (u.school_id, u.external_id, u.name, u.email, u.kind, u.class_id, u.year_group) IS DISTINCT FROM
         (t.to_school, ${toBe(has, 'external_id', 'u.external_id')}, t.name, ${toBe(has, 'email', 'u.email')},
          coalesce(t.kind, u.kind), t.class_id, ${toBe(has, 'year_group', 'u.year_group')}))`,
    `UPDATE roster.users u SET school_id = t.to_school, external_id = ${toBe(has, 'external_id', 'u.external_id')},
       name = t.name, email = ${toBe(has, 'email', 'u.email')}, kind = coalesce(t.kind, u.kind), class_id = t.class_id,
       year_group = ${toBe(has, 'year_group', 'u.year_group')}, deleted_at = NULL, version = version + 1
     FROM import_rows t WHERE u.id = t.target_id AND t.is_changed`,
  ],
  snapshot: {
    from: 'roster.users s WHERE s.id = t.target_id',
    json: `jsonb_build_object('schoolId', s.school_id, 'externalId', s.external_id, 'name', s.name, 'email', s.email,
      'kind', s.kind, 'classId', s.class_id, 'yearGroup', s.year_group)`,
    schoolId: 's.school_id',
  },
}
