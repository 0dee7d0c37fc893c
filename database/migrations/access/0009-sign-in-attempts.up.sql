-- Attempts to sign in that have not succeeded, for each account and each address.
CREATE TABLE access.sign_in_attempts (
  -- SHA-256 of 'account:...' or 'address:...': what people type by mistake is not kept.
  subject   bytea PRIMARY KEY,
  attempts  integer NOT NULL,
  ends_at   timestamptz NOT NULL
);
CREATE INDEX sign_in_attempts_ended ON access.sign_in_attempts (ends_at);

-- The audit log also tells of people who failed to sign in.
ALTER TABLE access.audit_log DROP CONSTRAINT audit_log_caller_kind_check;
ALTER TABLE access.audit_log ADD CONSTRAINT audit_log_caller_kind_check
  CHECK (caller_kind IN ('admin', 'token', 'command', 'nobody'));
CREATE INDEX audit_log_caller ON access.audit_log (caller_kind, caller_id, id);
