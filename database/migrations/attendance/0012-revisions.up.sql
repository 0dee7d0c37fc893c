-- What a school's numbers rest on beside its days: people, classes, calendar, excused days. A cached answer carries the revision
-- it was computed from. Raised by trigger, so that no writer can forget it.
CREATE TABLE attendance.revisions (
  school_id  integer PRIMARY KEY,
  revision   bigint NOT NULL DEFAULT 1
);

-- In one order for everybody, so that two writers wait for one another and never in a circle.
CREATE FUNCTION attendance.revise(schools integer[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO attendance.revisions AS known (school_id)
  SELECT DISTINCT id FROM unnest(schools) AS id WHERE id IS NOT NULL ORDER BY id
  ON CONFLICT (school_id) DO UPDATE SET revision = known.revision + 1
$$;

CREATE FUNCTION attendance.rows_of_school_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM attendance.revise(ARRAY(SELECT DISTINCT school_id FROM after));
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM attendance.revise(ARRAY(SELECT DISTINCT school_id FROM before));
  ELSE
    PERFORM attendance.revise(ARRAY(SELECT school_id FROM after UNION SELECT school_id FROM before));
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION attendance.school_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM attendance.revise(ARRAY(SELECT id FROM after));
  RETURN NULL;
END $$;

CREATE FUNCTION attendance.excuses_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM attendance.revise(ARRAY(SELECT DISTINCT e.school_id FROM after JOIN roster.enrolments e USING (user_id)));
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM attendance.revise(ARRAY(SELECT DISTINCT e.school_id FROM before JOIN roster.enrolments e USING (user_id)));
  ELSE
    PERFORM attendance.revise(ARRAY(SELECT e.school_id FROM after JOIN roster.enrolments e USING (user_id)
                                    UNION SELECT e.school_id FROM before JOIN roster.enrolments e USING (user_id)));
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION attendance.people_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Also the schools they once were in: their names stand in the lists of those.
  PERFORM attendance.revise(ARRAY(SELECT school_id FROM after UNION SELECT school_id FROM before
                                  UNION SELECT e.school_id FROM after JOIN roster.enrolments e ON e.user_id = after.id));
  RETURN NULL;
END $$;

-- Somebody who is only being made has no enrolment yet, and is in no number.
CREATE TRIGGER revised AFTER UPDATE ON roster.users REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION attendance.people_changed();
CREATE TRIGGER revised AFTER UPDATE ON roster.schools REFERENCING NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION attendance.school_changed();

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY '{roster.enrolments, roster.classes, roster.calendars, roster.holidays, attendance.excused_days}'::text[] LOOP
    EXECUTE format(
      'CREATE TRIGGER revised_by_insert AFTER INSERT ON %1$s REFERENCING NEW TABLE AS after
         FOR EACH STATEMENT EXECUTE FUNCTION attendance.%2$I();
       CREATE TRIGGER revised_by_update AFTER UPDATE ON %1$s REFERENCING OLD TABLE AS before NEW TABLE AS after
         FOR EACH STATEMENT EXECUTE FUNCTION attendance.%2$I();
       CREATE TRIGGER revised_by_delete AFTER DELETE ON %1$s REFERENCING OLD TABLE AS before
         FOR EACH STATEMENT EXECUTE FUNCTION attendance.%2$I()',
      name, CASE name WHEN 'attendance.excused_days' THEN 'excuses_changed' ELSE 'rows_of_school_changed' END);
  END LOOP;
END $$;

-- The trail of a school: by the date it is about, and by when it was changed.
CREATE INDEX corrections_school_date ON attendance.corrections (school_id, local_date);
CREATE INDEX corrections_school ON attendance.corrections (school_id, id);
CREATE INDEX corrections_user ON attendance.corrections (user_id, id);
