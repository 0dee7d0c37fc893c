-- Every change by a person or a program: who, when, what, before and after. Nobody changes or deletes a line.
CREATE TABLE access.audit_log (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at           timestamptz NOT NULL DEFAULT clock_timestamp(),
  caller_kind  text NOT NULL CHECK (caller_kind IN ('admin', 'token', 'command')),
  -- Of the admin or the token; null: a command of the operator
  caller_id    integer,
  caller_name  text NOT NULL,
  -- 'school.create', 'user.update', 'admin.sign-in', ...
  action       text NOT NULL CHECK (action ~ '^[a-z-]+\.[a-z-]+$'),
  -- Of what it is about; null: of several things at once
  subject_id   bigint,
  -- null: not of one school
  school_id    integer,
  before       jsonb,
  after        jsonb,
  request_id   text
);
CREATE INDEX audit_log_at ON access.audit_log (at, id);
CREATE INDEX audit_log_school ON access.audit_log (school_id, id);
