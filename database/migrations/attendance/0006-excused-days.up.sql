-- Days for which somebody is excused. Written by the package ledger alone, from approved leave.
CREATE TABLE attendance.excused_days (
  user_id     integer NOT NULL REFERENCES roster.users,
  local_date  date NOT NULL,
  -- What part of the day: 1, or 0.5 for half of it
  portion     numeric(3, 2) NOT NULL DEFAULT 1 CHECK (portion > 0 AND portion <= 1),
  -- What it is called: the type of leave
  reason      text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 200),
  -- Where it comes from: the leave's id in the HR system
  leave_id    integer,
  PRIMARY KEY (user_id, local_date)
);
CREATE INDEX excused_days_date ON attendance.excused_days (local_date);
