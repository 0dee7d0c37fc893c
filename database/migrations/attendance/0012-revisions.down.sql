DROP INDEX attendance.corrections_school_date, attendance.corrections_school, attendance.corrections_user;
DROP FUNCTION attendance.rows_of_school_changed(), attendance.school_changed(), attendance.excuses_changed(),
  attendance.people_changed() CASCADE;
DROP FUNCTION attendance.revise(integer[]);
DROP TABLE attendance.revisions;
