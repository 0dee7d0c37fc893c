-- What the tasks service does, as it says itself when it starts: for whoever shows tasks or asks for a run.
CREATE TABLE operations.tasks (
  name          text PRIMARY KEY,
  about         text NOT NULL,
  -- A cron expression, in UTC.
  schedule      text NOT NULL,
  -- What a run by hand may be told, as JSON Schema, in the order in which it says so.
  options       json NOT NULL,
  announced_at  timestamptz NOT NULL DEFAULT now()
);

-- A task may run twice a minute, for three months: runs of another one, and those that went wrong, are found without walking over these.
CREATE INDEX task_runs_task ON operations.task_runs (task, id);
CREATE INDEX task_runs_wrong ON operations.task_runs (id) WHERE outcome IN ('failed', 'died');
