-- Millions of rows a day. By months, as reports read them: what is read often stays small, and a month can be detached.
ALTER TABLE attendance.user_days RENAME TO user_days_before;
ALTER INDEX attendance.user_days_pkey RENAME TO user_days_before_pkey;
ALTER INDEX attendance.user_days_school RENAME TO user_days_before_school;

CREATE TABLE attendance.user_days (LIKE attendance.user_days_before INCLUDING ALL EXCLUDING INDEXES, PRIMARY KEY (local_date, user_id))
  PARTITION BY RANGE (local_date);
CREATE INDEX user_days_school ON attendance.user_days (school_id, local_date);

-- Later ones are made by the ledger (ledger/src/partitions.ts).
DO $$
DECLARE
  month date;
BEGIN
  FOR month IN SELECT DISTINCT date_trunc('month', local_date)::date FROM attendance.user_days_before LOOP
    EXECUTE format(
      'CREATE TABLE attendance.%I PARTITION OF attendance.user_days FOR VALUES FROM (%L) TO (%L) WITH (fillfactor = 70)',
      'user_days_' || to_char(month, 'YYYYMM'), month, (month + interval '1 month')::date);
  END LOOP;
END $$;
INSERT INTO attendance.user_days SELECT * FROM attendance.user_days_before;
DROP TABLE attendance.user_days_before;
