-- What admins keep of schools, classes and people beyond what a check-in needs.
ALTER TABLE roster.schools ADD COLUMN external_id text CHECK (char_length(external_id) BETWEEN 1 AND 200);
CREATE UNIQUE INDEX schools_external_id ON roster.schools (external_id) WHERE external_id IS NOT NULL;

ALTER TABLE roster.classes
  ADD COLUMN year_group text CHECK (char_length(year_group) BETWEEN 1 AND 200),
  ADD COLUMN version integer NOT NULL DEFAULT 1;

ALTER TABLE roster.users
  -- null: that of the class
  ADD COLUMN year_group text CHECK (char_length(year_group) BETWEEN 1 AND 200),
  ADD COLUMN deleted_at timestamptz;
CREATE INDEX users_class ON roster.users (class_id) WHERE class_id IS NOT NULL;

-- Moves to another school that have not begun. Both enrolments are there already; the person is changed on the day itself.
CREATE TABLE roster.moves (
  user_id    integer PRIMARY KEY REFERENCES roster.users,
  school_id  integer NOT NULL REFERENCES roster.schools,
  class_id   integer REFERENCES roster.classes,
  from_date  date NOT NULL
);

-- A school that has terms has school only within them. Both dates are included.
CREATE TABLE roster.terms (
  school_id  integer NOT NULL REFERENCES roster.schools,
  from_date  date NOT NULL,
  to_date    date NOT NULL,
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  PRIMARY KEY (school_id, from_date),
  CHECK (from_date <= to_date)
);

CREATE FUNCTION roster.is_school_day(school integer, day date) RETURNS boolean LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT EXTRACT(isodow FROM day)::smallint
           = ANY (coalesce((SELECT weekdays FROM roster.calendars c WHERE c.school_id = school), '{1,2,3,4,5}'))
    AND NOT EXISTS (SELECT FROM roster.holidays h WHERE h.school_id = school AND h.date = day)
    AND (NOT EXISTS (SELECT FROM roster.terms t WHERE t.school_id = school)
         OR EXISTS (SELECT FROM roster.terms t WHERE t.school_id = school AND day BETWEEN t.from_date AND t.to_date));
END;

-- Names in an order that no library of the system can change, and by words, without accents: the beginnings of some of them,
-- in any order, find a name.
CREATE FUNCTION roster.sort_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT lower(name COLLATE "pg_c_utf8");
END;
CREATE FUNCTION roster.name_words(name text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT array_remove(regexp_split_to_array(
    regexp_replace(normalize(lower(name COLLATE "pg_c_utf8"), NFKD), '[\u0300-\u036f]', '', 'g') COLLATE "pg_c_utf8",
    '[[:space:][:punct:]]+'), '');
END;
CREATE FUNCTION roster.name_vector(name text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT array_to_tsvector(roster.name_words(name));
END;
-- Nothing but signs finds nobody.
CREATE FUNCTION roster.name_query(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT coalesce(string_agg(quote_literal(replace(word, '\', '\\')) || ':*', ' & '), '')::tsquery
  FROM unnest(roster.name_words(words)) AS word;
END;

CREATE INDEX users_name ON roster.users ((roster.sort_name(name) COLLATE "C"), id);
CREATE INDEX users_words ON roster.users USING gin (roster.name_vector(name));
CREATE INDEX users_external_id_begins ON roster.users (external_id text_pattern_ops);
