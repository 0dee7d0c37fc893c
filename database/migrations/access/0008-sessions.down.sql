DROP TRIGGER end_sessions ON access.admins;
DROP FUNCTION access.end_sessions();
DROP TABLE access.password_links, access.sessions;
