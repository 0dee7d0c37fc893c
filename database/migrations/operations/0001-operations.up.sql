-- What the machinery notes about itself: what changed (for the edge), topics made, tasks run.
CREATE SCHEMA operations;

-- The edge keeps people, schools and keys in memory and asks this feed what to read again. A reader that saw everything up
-- to a snapshot asks next for all transactions not yet finished in it (xid >= its xmin): nothing that commits late is missed.
CREATE TABLE operations.changes (
  id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid   xid8 NOT NULL DEFAULT pg_current_xact_id(),
  what  text NOT NULL CHECK (what IN ('people', 'school', 'token')),
  -- people: the page of 512 ids (user id / 512); school, token: its id
  key   integer NOT NULL,
  at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX changes_xid ON operations.changes (xid);

-- A topic made anew has a new identity, so that its offsets are not taken for those of the old one.
CREATE TABLE operations.topics (
  name        text PRIMARY KEY,
  topic_id    uuid NOT NULL DEFAULT gen_random_uuid(),
  partitions  integer NOT NULL,
  -- When an instance first began to record into it. Only then can an empty Redis know all that was ever recorded: whoever
  -- starts later finds this set, even if no record has got into the topic yet.
  gate_opened_at  timestamptz,
  created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE operations.task_runs (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  task           text NOT NULL,
  scheduled_for  timestamptz NOT NULL,
  started_at     timestamptz NOT NULL DEFAULT now(),
  ended_at       timestamptz,
  outcome        text CHECK (outcome IN ('done', 'failed', 'died')),
  counts         jsonb NOT NULL DEFAULT '{}',
  error          text,
  -- Two copies of the service see the same moment come: only one of them can insert the run.
  UNIQUE (task, scheduled_for)
);

CREATE TABLE operations.task_requests (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  task          text NOT NULL,
  options       jsonb NOT NULL DEFAULT '{}',
  requested_by  text NOT NULL,
  requested_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  run_id        bigint REFERENCES operations.task_runs
);
CREATE INDEX task_requests_waiting ON operations.task_requests (id) WHERE run_id IS NULL;
