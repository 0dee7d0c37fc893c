DROP INDEX roster.users_email;
DROP SCHEMA leave CASCADE;
