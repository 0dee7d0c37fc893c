DROP INDEX access.audit_log_caller;
-- The version before knows no line of nobody; a failed sign-in changed nothing.
DELETE FROM access.audit_log WHERE caller_kind = 'nobody';
ALTER TABLE access.audit_log DROP CONSTRAINT audit_log_caller_kind_check;
ALTER TABLE access.audit_log ADD CONSTRAINT audit_log_caller_kind_check
  CHECK (caller_kind IN ('admin', 'token', 'command'));
DROP TABLE access.sign_in_attempts;
