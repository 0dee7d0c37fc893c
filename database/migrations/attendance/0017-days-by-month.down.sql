CREATE TABLE attendance.user_days_whole (LIKE attendance.user_days INCLUDING ALL EXCLUDING INDEXES) WITH (fillfactor = 70);
INSERT INTO attendance.user_days_whole SELECT * FROM attendance.user_days;
DROP TABLE attendance.user_days;
ALTER TABLE attendance.user_days_whole RENAME TO user_days;
ALTER TABLE attendance.user_days ADD CONSTRAINT user_days_pkey PRIMARY KEY (local_date, user_id);
CREATE INDEX user_days_school ON attendance.user_days (school_id, local_date);
