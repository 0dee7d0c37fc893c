-- What happened. Written by the package ledger alone; every number in user_days and school_days can be computed again from
-- events, corrections and closings.
CREATE SCHEMA attendance;

-- Declared in the order of the day: at one instant, in comes before out.
CREATE TYPE attendance.transition AS ENUM ('checkin', 'checkout');

CREATE TABLE attendance.events (
  utc_date     date NOT NULL,
  user_id      integer NOT NULL,
  at           timestamptz(3) NOT NULL,
  type         attendance.transition NOT NULL,
  school_id    integer NOT NULL,
  local_date   date NOT NULL,
  temperature  numeric(4, 2),
  image        text,
  device_id    integer,
  received_at  timestamptz(3) NOT NULL,
  -- Its identity is what the client said; utc_date only repeats the date of "at", to choose the partition.
  PRIMARY KEY (utc_date, user_id, at, type)
) PARTITION BY RANGE (utc_date);
CREATE INDEX events_school ON attendance.events (school_id, at);

-- One row a school and date; its lock is taken first by whoever writes anything of that date.
CREATE TABLE attendance.school_days (
  school_id   integer NOT NULL REFERENCES roster.schools,
  local_date  date NOT NULL,
  -- The school's hours on this date, as they were when its first record came.
  late_after  timestamptz NOT NULL,
  closes_at   timestamptz NOT NULL,
  closed_at   timestamptz,
  version     integer NOT NULL DEFAULT 0,
  came        integer NOT NULL DEFAULT 0,
  present     integer NOT NULL DEFAULT 0,
  inside      integer NOT NULL DEFAULT 0,
  late        integer NOT NULL DEFAULT 0,
  fevers      integer NOT NULL DEFAULT 0,
  events      integer NOT NULL DEFAULT 0,
  PRIMARY KEY (school_id, local_date)
)
-- Written with every chunk of records: half of each page is left for the next version of its rows.
WITH (fillfactor = 50);
CREATE INDEX school_days_date ON attendance.school_days (local_date);
CREATE INDEX school_days_open ON attendance.school_days (local_date) WHERE closed_at IS NULL;

-- One row a person and date: what the fold made of it.
CREATE TABLE attendance.user_days (
  local_date           date NOT NULL,
  user_id              integer NOT NULL,
  school_id            integer NOT NULL,
  came                 boolean NOT NULL,
  present              boolean NOT NULL,
  first_in             timestamptz(3),
  last_out             timestamptz(3),
  inside_ms            integer NOT NULL,
  inside_since         timestamptz(3),
  highest_temperature  numeric(4, 2),
  flags                text[] NOT NULL,
  mark                 text,
  events               integer NOT NULL,
  -- The stored events of the date in short (ledger/src/folded-from.ts): the next one is folded with them without looking for
  -- them, and a repeat is known at once.
  folded_from          bytea NOT NULL,
  PRIMARY KEY (local_date, user_id)
)
-- A day's row is written some four times; with room on its page an update leaves the indexes alone.
WITH (fillfactor = 70);
CREATE INDEX user_days_school ON attendance.user_days (school_id, local_date);

CREATE TABLE attendance.fever_events (
  user_id      integer NOT NULL,
  at           timestamptz(3) NOT NULL,
  type         attendance.transition NOT NULL,
  school_id    integer NOT NULL,
  local_date   date NOT NULL,
  temperature  numeric(4, 2) NOT NULL,
  PRIMARY KEY (user_id, at, type)
);
CREATE INDEX fever_events_school ON attendance.fever_events (school_id, local_date);

-- What an admin changed by hand. Never deleted: undone by another one.
CREATE TABLE attendance.corrections (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind         text NOT NULL CHECK (kind IN ('void', 'add', 'amend', 'mark', 'undo')),
  user_id      integer NOT NULL REFERENCES roster.users,
  school_id    integer NOT NULL REFERENCES roster.schools,
  local_date   date NOT NULL,
  -- void, amend: the event it is about
  target_at    timestamptz(3),
  target_type  attendance.transition,
  -- add, amend: what is true instead
  at           timestamptz(3),
  type         attendance.transition,
  temperature  numeric(4, 2),
  -- mark
  status       text,
  -- undo
  undoes       bigint REFERENCES attendance.corrections,
  reason       text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 1000),
  made_by      text NOT NULL,
  made_at      timestamptz NOT NULL DEFAULT now(),
  CHECK ((kind IN ('void', 'amend')) = (target_at IS NOT NULL AND target_type IS NOT NULL)),
  CHECK ((kind IN ('add', 'amend')) = (at IS NOT NULL AND type IS NOT NULL)),
  CHECK ((kind = 'mark') = (status IS NOT NULL)),
  CHECK ((kind = 'undo') = (undoes IS NOT NULL))
);
CREATE INDEX corrections_day ON attendance.corrections (local_date, user_id);
