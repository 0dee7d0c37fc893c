-- From which date on a school has which time zone; a school without any row has always had its own. A date has one zone, and
-- begins at that zone's midnight. schools.time_zone is the zone of the school's date at the moment: the task begin-changes
-- sees to that.
CREATE TABLE roster.school_zones (
  school_id  integer NOT NULL REFERENCES roster.schools,
  -- -infinity: the zone that it had before it first changed
  from_date  date NOT NULL,
  time_zone  text NOT NULL CHECK (roster.is_time_zone(time_zone)),
  -- Whether schools.time_zone has it, or had
  begun      boolean NOT NULL DEFAULT false,
  PRIMARY KEY (school_id, from_date)
);

CREATE INDEX school_zones_to_begin ON roster.school_zones (from_date) WHERE NOT begun;

CREATE FUNCTION roster.zone_on(school integer, day date) RETURNS text LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT coalesce(
    (SELECT z.time_zone FROM roster.school_zones z WHERE z.school_id = school AND z.from_date <= day
     ORDER BY z.from_date DESC LIMIT 1),
    (SELECT s.time_zone FROM roster.schools s WHERE s.id = school));
END;

CREATE FUNCTION roster.zones_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO operations.changes (what, key) VALUES ('school', coalesce(NEW.school_id, OLD.school_id));
  RETURN NULL;
END $$;
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE ON roster.school_zones
  FOR EACH ROW EXECUTE FUNCTION roster.zones_changed();

-- Files of schools, classes and people that were sent in.
CREATE TABLE roster.imports (
  id           integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind         text NOT NULL CHECK (kind IN ('schools', 'classes', 'people')),
  dry_run      boolean NOT NULL,
  -- running: while its transaction holds the advisory lock (IMPORT, id); without the lock its service has died
  state        text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'refused', 'failed')),
  rows         integer NOT NULL,
  rows_read    integer NOT NULL DEFAULT 0,
  added        integer,
  changed      integer,
  unchanged    integer,
  error_count  integer NOT NULL DEFAULT 0,
  -- The first thousand of them: [{line, field, message}]
  errors       jsonb NOT NULL DEFAULT '[]',
  caller_kind  text NOT NULL,
  caller_id    integer NOT NULL,
  caller_name  text NOT NULL,
  -- Of the caller; null: the whole district
  schools      integer[],
  created_at   timestamptz NOT NULL DEFAULT now(),
  ended_at     timestamptz
);
CREATE INDEX imports_caller ON roster.imports (caller_kind, caller_id, id);
