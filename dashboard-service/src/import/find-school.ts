/** SQL for rows that name a school by school_id or by school_external_id. */
export const FIND_SCHOOL = [
  `UPDATE import_rows t SET to_school = s.id FROM roster.schools s
   WHERE t.school_id IS NOT NULL AND s.id = t.school_id AND s.deleted_at IS NULL`,
  `UPDATE import_rows t SET to_school = s.id FROM roster.schools s
   WHERE t.school_id IS NULL AND s.external_id = t.school_external_id AND s.deleted_at IS NULL`,
]

/** $1: the schools of the caller. One that they do not see is one that is not there. */
export const NO_SUCH_SCHOOL = `
  SELECT line, CASE WHEN school_id IS NULL THEN 'school_external_id' ELSE 'school_id' END AS field,
    'there is no such school' AS message
  FROM import_rows WHERE (school_id IS NOT NULL OR school_external_id IS NOT NULL)
    AND (to_school IS NULL OR NOT ($1::int[] IS NULL OR to_school = ANY($1)))`
