-- What was done about somebody's fever on a date. Written by the package ledger alone.
CREATE TABLE attendance.fever_follow_ups (
  user_id      integer NOT NULL REFERENCES roster.users,
  local_date   date NOT NULL,
  -- A second reading, and when
  recheck      numeric(4, 2) CHECK (recheck BETWEEN 28 AND 43),
  recheck_at   timestamptz(3),
  -- When somebody at home was called, and when the person was picked up
  called_at    timestamptz(3),
  picked_up_at timestamptz(3),
  -- Who at school sees to it
  owner        text CHECK (char_length(owner) BETWEEN 1 AND 200),
  version      integer NOT NULL DEFAULT 1,
  PRIMARY KEY (user_id, local_date)
);
