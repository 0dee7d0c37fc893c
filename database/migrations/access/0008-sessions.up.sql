-- Admins who are signed in. Only a hash of what is in their cookie is kept.
CREATE TABLE access.sessions (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hash        bytea NOT NULL UNIQUE,
  admin_id    integer NOT NULL REFERENCES access.admins ON DELETE CASCADE,
  created_at  timestamptz NOT NULL DEFAULT now(),
  -- To the minute: it is not written at every request.
  used_at     timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz NOT NULL
);
CREATE INDEX sessions_admin ON access.sessions (admin_id);
CREATE INDEX sessions_expired ON access.sessions (expires_at);

-- Links by which an admin sets a password: the first one, or one in place of a lost one. A newer link replaces the older.
CREATE TABLE access.password_links (
  admin_id    integer PRIMARY KEY REFERENCES access.admins ON DELETE CASCADE,
  hash        bytea NOT NULL UNIQUE,
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz NOT NULL
);

-- A new password, another role, being switched off: it ends all sessions everywhere, by trigger, so that no writer can forget
-- it. Links that were given out before are worth nothing either.
CREATE FUNCTION access.end_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM access.sessions WHERE admin_id = NEW.id;
  DELETE FROM access.password_links WHERE admin_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER end_sessions AFTER UPDATE OF password_hash, role, disabled_at ON access.admins FOR EACH ROW
  WHEN (OLD.password_hash IS DISTINCT FROM NEW.password_hash OR OLD.role <> NEW.role
        OR OLD.disabled_at IS DISTINCT FROM NEW.disabled_at)
  EXECUTE FUNCTION access.end_sessions();
