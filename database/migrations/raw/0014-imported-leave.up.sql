-- Leave as the HR system sent it. Every field is text: what is wrong with one is found out when it is read, row by row.
CREATE SCHEMA raw;

CREATE TABLE raw.imported_leave_information (
  -- The window of dates that was asked for, and what tells a row that has changed from one that has not
  window_from                 date NOT NULL,
  hash                        uuid NOT NULL,
  id                          text,
  user_id                     text,
  emp_id                      text,
  team_manager_id             text,
  designation_id              text,
  designation_name            text,
  first_name                  text,
  middle_name                 text,
  last_name                   text,
  email                       text,
  is_hr                       text,
  is_supervisor               text,
  allocations                 json,
  leave_issuer_id             text,
  current_leave_issuer_id     text,
  leave_issuer_first_name     text,
  leave_issuer_last_name      text,
  current_leave_issuer_email  text,
  department_description      text,
  start_date                  text,
  end_date                    text,
  leave_days                  text,
  reason                      text,
  status                      text,
  remarks                     text,
  leave_type_id               text,
  leave_type_name             text,
  default_days                text,
  transferable_days           text,
  is_consecutive              text,
  fiscal_id                   text,
  fiscal_start_date           text,
  fiscal_end_date             text,
  fiscal_is_current           text,
  created_at                  text,
  updated_at                  text,
  is_converted                text,
  -- What could not even be kept as text
  unreadable                  text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (window_from, hash)
);

-- Each answers null where the text is not such a thing.
CREATE FUNCTION raw.to_integer(value text) RETURNS integer LANGUAGE sql STABLE AS
  $$ SELECT CASE WHEN value ~ '^\s*\d{1,10}\s*$' AND value::bigint <= 2147483647 THEN value::integer END $$;
CREATE FUNCTION raw.to_days(value text) RETURNS numeric LANGUAGE sql STABLE AS
  $$ SELECT CASE WHEN value ~ '^\s*\d{1,4}(\.\d{1,10})?\s*$' THEN round(value::numeric, 2) END $$;
CREATE FUNCTION raw.to_flag(value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
  $$ SELECT CASE lower(btrim(value)) WHEN '1' THEN true WHEN 'true' THEN true WHEN '0' THEN false WHEN 'false' THEN false END $$;
-- A date, or the date of an instant as it is written: midnight in UTC is how the HR system writes a date.
CREATE FUNCTION raw.to_date(value text) RETURNS date LANGUAGE sql STABLE AS
  $$ SELECT CASE WHEN value ~ '^(19|20)\d\d-\d\d-\d\d($|T)' AND pg_input_is_valid(left(value, 10), 'date') THEN left(value, 10)::date END $$;
CREATE FUNCTION raw.to_instant(value text) RETURNS timestamptz LANGUAGE sql STABLE AS
  $$ SELECT CASE WHEN value ~ '^(19|20)\d\d-\d\d-\d\dT' AND pg_input_is_valid(value, 'timestamptz') THEN value::timestamptz END $$;
-- A name or a word on one line; null where there is none. Not by a regular expression: it is asked for a million times a sync.
CREATE FUNCTION raw.to_name(value text) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT nullif(btrim(translate(value,
       E'\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f',
       repeat(' ', 32))), '') $$;
