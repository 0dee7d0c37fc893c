import { nextId } from '../roster-changes/roster-changes.ts'
import { columns } from './columns.ts'
import { FIND_SCHOOL, NO_SUCH_SCHOOL } from './find-school.ts'
import { type Sheet, toBe, twice } from './sheet.ts'

/** A class is known by its id, else by its school and its name. */
export const classSheet: Sheet = {
  subject: 'class',
  columns: {
    id: columns.id,
    school_id: columns.id,
    school_external_id: columns.text,
    name: columns.name,
    year_group: columns.text,
  },
  lookedUp: 'to_school integer',
  resolve: () => [
    ...FIND_SCHOOL,
    `UPDATE import_rows t SET target_id = c.id, to_school = coalesce(t.to_school, c.school_id)
     FROM roster.classes c WHERE t.id IS NOT NULL AND c.id = t.id
       AND (t.to_school = c.school_id OR (t.school_id IS NULL AND t.school_external_id IS NULL))`,
    `UPDATE import_rows t SET target_id = c.id FROM roster.classes c
     WHERE t.id IS NULL AND c.school_id = t.to_school AND c.name = t.name`,
  ],
  errors: () => `
    ${NO_SUCH_SCHOOL}
    UNION ALL SELECT line, 'id', 'there is no such class of the school'
    FROM import_rows WHERE id IS NOT NULL AND (target_id IS NULL OR NOT ($1::int[] IS NULL OR to_school = ANY($1)))
    UNION ALL SELECT line, 'school_id', 'a class belongs to a school'
    FROM import_rows WHERE id IS NULL AND school_id IS NULL AND school_external_id IS NULL
    UNION ALL SELECT t.line, 'name', 'another class of the school has it'
    FROM import_rows t JOIN roster.classes c ON c.school_id = t.to_school AND c.name = t.name AND c.id <> t.target_id
    WHERE t.id IS NOT NULL
    UNION ALL ${twice('target_id', 'id')}
    UNION ALL ${twice(`CASE WHEN to_school IS NOT NULL THEN to_school || ' ' || name END`, 'name')}`,
  write: (has) => [
    `UPDATE import_rows t SET is_new = true WHERE target_id IS NULL`,
    `SELECT ${nextId('classes')}`,
    `UPDATE import_rows t SET target_id = nextval(pg_get_serial_sequence('roster.classes', 'id')) WHERE is_new`,
    `INSERT INTO roster.classes (id, school_id, name, year_group)
     SELECT target_id, to_school, name, year_group FROM import_rows WHERE is_new`,
    `UPDATE import_rows t SET is_changed = true FROM roster.classes c WHERE c.id = t.target_id AND NOT t.is_new
       AND (c.name, c.year_group) IS DISTINCT FROM (t.name, ${toBe(has, 'year_group', 'c.year_group')})`,
    `UPDATE roster.classes c SET name = t.name, year_group = ${toBe(has, 'year_group', 'c.year_group')}, version = version + 1
     FROM import_rows t WHERE c.id = t.target_id AND t.is_changed`,
  ],
  snapshot: {
    from: 'roster.classes s WHERE s.id = t.target_id',
    json: `jsonb_build_object('schoolId', s.school_id, 'name', s.name, 'yearGroup', s.year_group)`,
    schoolId: 's.school_id',
  },
}
