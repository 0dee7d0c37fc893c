-- What each imported row says, typed. By its hash a row that is different is another row, so what was typed once is never typed
-- again. Whoever changes how rows are read empties this table, and all of them are.
CREATE TABLE leave.typed_leaves (
  window_from                 date NOT NULL,
  hash                        uuid NOT NULL,
  id                          integer,
  employee_id                 integer,
  emp_id                      text,
  team_manager_id             integer,
  designation_id              integer,
  designation_name            text,
  first_name                  text,
  middle_name                 text,
  last_name                   text,
  email                       text,
  is_hr                       boolean,
  is_supervisor               boolean,
  allocations                 json,
  leave_issuer_id             integer,
  current_leave_issuer_id     integer,
  leave_issuer_first_name     text,
  leave_issuer_last_name      text,
  current_leave_issuer_email  text,
  department_description      text,
  start_date                  date,
  end_date                    date,
  leave_days                  numeric,
  reason                      text,
  status                      text,
  remarks                     text,
  leave_type_id               integer,
  leave_type_name             text,
  default_days                numeric,
  transferable_days           numeric,
  is_consecutive              boolean NOT NULL,
  fiscal_id                   integer,
  fiscal_start_date           date,
  fiscal_end_date             date,
  fiscal_is_current           boolean,
  created_at                  timestamptz,
  updated_at                  timestamptz,
  is_converted                boolean NOT NULL,
  -- Which rules it breaks
  reasons                     text[] NOT NULL,
  PRIMARY KEY (window_from, hash)
);

-- Types what is new in the import, and forgets what is gone from it. What breaks a rule goes to the rejects. Makes imported_ids
-- (those of rejects too, as far as they can be read) and checked_leaves (one row a leave) for the procedures of schema dbo;
-- both go with the transaction. Not all leave is in checked_leaves, but whatever could make a difference:
-- * leave of which a row has come or gone. What any other says of itself, who approved it and whose it is, was written
--   when it came, and none of that is ever deleted.
-- * the newest row of each thing that many rows tell of. It is the one that is right, whichever others there are.
CREATE OR REPLACE PROCEDURE leave.check_imported() LANGUAGE plpgsql AS $$ BEGIN
  -- A full join is never a loop in a loop, however little is known of either side.
  CREATE TEMP TABLE different_rows ON COMMIT DROP AS
  SELECT window_from, hash, typed.id AS gone_id, typed.hash IS NULL AS is_new
  FROM raw.imported_leave_information imported FULL JOIN leave.typed_leaves typed USING (window_from, hash)
  WHERE imported.hash IS NULL OR typed.hash IS NULL;
  ANALYZE different_rows;
  DELETE FROM leave.typed_leaves typed USING different_rows gone
  WHERE NOT gone.is_new AND gone.window_from = typed.window_from AND gone.hash = typed.hash;
  -- OFFSET 0: each field is read once, not once for each rule.
  INSERT INTO leave.typed_leaves
  SELECT window_from, hash, id, employee_id, emp_id, team_manager_id, designation_id, designation_name, first_name, middle_name,
    last_name, email, is_hr, is_supervisor, allocations, leave_issuer_id, current_leave_issuer_id, leave_issuer_first_name,
    leave_issuer_last_name, current_leave_issuer_email, department_description, start_date, end_date, leave_days, reason, status,
    remarks, leave_type_id, leave_type_name, default_days, transferable_days, is_consecutive, fiscal_id, fiscal_start_date,
    fiscal_end_date, fiscal_is_current, created_at, updated_at, is_converted, array_remove(ARRAY[
    CASE WHEN id IS NULL THEN 'id is not a number' END,
    CASE WHEN employee_id IS NULL THEN 'userId is not a number' END,
    CASE WHEN start_date IS NULL THEN 'startDate is not a date' END,
    CASE WHEN end_date IS NULL THEN 'endDate is not a date' END,
    CASE WHEN end_date < start_date THEN 'endDate is before startDate' END,
    CASE WHEN end_date - start_date > 1100 THEN 'it is longer than three years' END,
    CASE WHEN coalesce(status, '') NOT IN ('APPROVED', 'PENDING', 'REQUESTED', 'APPLIED', 'REJECTED', 'DENIED', 'CANCELLED',
                                           'CANCELED', 'WITHDRAWN') THEN 'status is none that is known' END,
    CASE WHEN given_days IS NOT NULL AND leave_days IS NULL THEN 'leaveDays is not a number of days' END,
    CASE WHEN given_manager IS NOT NULL AND team_manager_id IS NULL THEN 'teamManagerId is not a number' END,
    CASE WHEN given_designation IS NOT NULL AND designation_id IS NULL THEN 'designationId is not a number' END,
    CASE WHEN given_issuer IS NOT NULL AND leave_issuer_id IS NULL THEN 'leaveIssuerId is not a number' END,
    CASE WHEN given_current_issuer IS NOT NULL AND current_leave_issuer_id IS NULL THEN 'currentLeaveIssuerId is not a number' END,
    CASE WHEN given_type IS NOT NULL AND leave_type_id IS NULL THEN 'leaveTypeId is not a number' END,
    CASE WHEN given_default IS NOT NULL AND default_days IS NULL THEN 'defaultDays is not a number of days' END,
    CASE WHEN given_transferable IS NOT NULL AND transferable_days IS NULL THEN 'transferableDays is not a number of days' END,
    CASE WHEN given_fiscal IS NOT NULL AND fiscal_id IS NULL THEN 'fiscalId is not a number' END,
    CASE WHEN fiscal_id IS NOT NULL AND (fiscal_start_date IS NULL OR fiscal_end_date IS NULL
                                         OR fiscal_end_date < fiscal_start_date) THEN 'the fiscal year has no dates' END,
    CASE WHEN given_hr IS NOT NULL AND is_hr IS NULL THEN 'isHr is neither true nor false' END,
    CASE WHEN given_supervisor IS NOT NULL AND is_supervisor IS NULL THEN 'isSupervisor is neither true nor false' END,
    CASE WHEN given_current IS NOT NULL AND fiscal_is_current IS NULL THEN 'fiscalIsCurrent is neither true nor false' END,
    CASE WHEN given_consecutive IS NOT NULL AND no_consecutive THEN 'isConsecutive is neither true nor false' END,
    CASE WHEN given_converted IS NOT NULL AND no_converted THEN 'isConverted is neither true nor false' END,
    CASE WHEN given_created IS NOT NULL AND created_at IS NULL THEN 'createdAt is not a time' END,
    CASE WHEN given_updated IS NOT NULL AND updated_at IS NULL THEN 'updatedAt is not a time' END,
    CASE WHEN greatest(char_length(emp_id), char_length(first_name), char_length(middle_name), char_length(last_name),
                       char_length(designation_name), char_length(department_description), char_length(leave_type_name),
                       char_length(leave_issuer_first_name), char_length(leave_issuer_last_name)) > 200
              OR greatest(char_length(email), char_length(current_leave_issuer_email)) > 320 THEN 'a name is too long' END
    ], NULL) || unreadable AS reasons
  FROM (
  SELECT window_from, hash, unreadable,
         raw.to_integer(id) AS id, raw.to_integer(user_id) AS employee_id, raw.to_name(emp_id) AS emp_id,
         team_manager_id AS given_manager, raw.to_integer(team_manager_id) AS team_manager_id,
         designation_id AS given_designation, raw.to_integer(designation_id) AS designation_id,
         raw.to_name(designation_name) AS designation_name, raw.to_name(first_name) AS first_name,
         raw.to_name(middle_name) AS middle_name, raw.to_name(last_name) AS last_name, raw.to_name(email) AS email,
         is_hr AS given_hr, raw.to_flag(is_hr) AS is_hr,
         is_supervisor AS given_supervisor, raw.to_flag(is_supervisor) AS is_supervisor, allocations,
         leave_issuer_id AS given_issuer, raw.to_integer(leave_issuer_id) AS leave_issuer_id,
         current_leave_issuer_id AS given_current_issuer, raw.to_integer(current_leave_issuer_id) AS current_leave_issuer_id,
         raw.to_name(leave_issuer_first_name) AS leave_issuer_first_name,
         raw.to_name(leave_issuer_last_name) AS leave_issuer_last_name,
         raw.to_name(current_leave_issuer_email) AS current_leave_issuer_email,
         raw.to_name(department_description) AS department_description,
         raw.to_date(start_date) AS start_date, raw.to_date(end_date) AS end_date,
         leave_days AS given_days, raw.to_days(leave_days) AS leave_days, reason,
         upper(btrim(status)) AS status, remarks,
         leave_type_id AS given_type, raw.to_integer(leave_type_id) AS leave_type_id,
         raw.to_name(leave_type_name) AS leave_type_name,
         default_days AS given_default, raw.to_days(default_days) AS default_days,
         transferable_days AS given_transferable, raw.to_days(transferable_days) AS transferable_days,
         is_consecutive AS given_consecutive, coalesce(raw.to_flag(is_consecutive), false) AS is_consecutive,
         raw.to_flag(is_consecutive) IS NULL AS no_consecutive,
         fiscal_id AS given_fiscal, raw.to_integer(fiscal_id) AS fiscal_id,
         raw.to_date(fiscal_start_date) AS fiscal_start_date, raw.to_date(fiscal_end_date) AS fiscal_end_date,
         fiscal_is_current AS given_current, raw.to_flag(fiscal_is_current) AS fiscal_is_current,
         created_at AS given_created, raw.to_instant(created_at) AS created_at,
         updated_at AS given_updated, raw.to_instant(updated_at) AS updated_at,
         is_converted AS given_converted, coalesce(raw.to_flag(is_converted), false) AS is_converted,
         raw.to_flag(is_converted) IS NULL AS no_converted
  FROM different_rows JOIN raw.imported_leave_information imported USING (window_from, hash)
  WHERE is_new
  OFFSET 0) typed;
  -- The first time it was empty a moment ago, and everything after this would be planned as if it still were.
  IF (SELECT count(*) FROM different_rows) > 5000 THEN ANALYZE leave.typed_leaves; END IF;

  DELETE FROM leave.rejects known WHERE NOT EXISTS (
    SELECT FROM leave.typed_leaves typed WHERE typed.window_from = known.window_from AND typed.hash = known.hash
      AND typed.reasons = known.reasons);
  INSERT INTO leave.rejects (window_from, hash, leave_id, reasons)
  SELECT window_from, hash, left(imported.id, 100), reasons
  FROM leave.typed_leaves typed JOIN raw.imported_leave_information imported USING (window_from, hash)
  WHERE reasons <> '{}' AND NOT EXISTS (SELECT FROM leave.rejects known
    WHERE typed.window_from = known.window_from AND typed.hash = known.hash);

  CREATE TEMP TABLE imported_ids ON COMMIT DROP AS SELECT id FROM leave.typed_leaves WHERE id IS NOT NULL;
  -- A leave that reaches into two windows comes twice.
  CREATE TEMP TABLE checked_leaves ON COMMIT DROP AS
  WITH leaves AS (
    SELECT DISTINCT ON (id) * FROM leave.typed_leaves WHERE reasons = '{}' ORDER BY id, updated_at DESC NULLS LAST, hash
  ), ordered AS (
    SELECT id, window_from, hash, row_number() OVER (ORDER BY updated_at NULLS FIRST, id) AS place, employee_id,
           designation_id, leave_issuer_id, current_leave_issuer_id, leave_type_id, fiscal_id, allocations::text
    FROM leaves
  ), wanted AS (
    -- The newest row with each list of allocations is the newest of each allocation in it too.
    SELECT max(place) AS place FROM ordered
    GROUP BY GROUPING SETS (employee_id, designation_id, leave_issuer_id, current_leave_issuer_id, leave_type_id, fiscal_id,
                            allocations)
    UNION SELECT place FROM ordered JOIN different_rows new USING (window_from, hash)
    UNION SELECT place FROM ordered JOIN different_rows gone ON gone.gone_id = ordered.id
  )
  SELECT * FROM leave.typed_leaves
  WHERE (window_from, hash) IN (SELECT window_from, hash FROM ordered JOIN wanted USING (place));
  ANALYZE checked_leaves;
END $$;

-- People of a team have the same list of allocations: each list is read once, from its newest row.
CREATE OR REPLACE PROCEDURE dbo.fill_allocations() LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO dbo.allocations (allocation_id, name, type)
  SELECT new.* FROM (
    SELECT DISTINCT ON (raw.to_integer(allocation ->> 'id'))
           raw.to_integer(allocation ->> 'id') AS allocation_id,
           raw.to_name(allocation ->> 'name') AS name, raw.to_name(allocation ->> 'type') AS type
    FROM (
      SELECT DISTINCT ON (allocations::text COLLATE "C") allocations, updated_at, id
      FROM checked_leaves WHERE allocations IS NOT NULL
      ORDER BY allocations::text COLLATE "C", updated_at DESC NULLS LAST, id DESC
    ) newest, json_array_elements(allocations) AS allocation
    ORDER BY raw.to_integer(allocation ->> 'id'), updated_at DESC NULLS LAST, id DESC
  ) new LEFT JOIN dbo.allocations known USING (allocation_id)
  WHERE new.allocation_id IS NOT NULL
    AND (known.allocation_id IS NULL OR (known.name, known.type) IS DISTINCT FROM (new.name, new.type))
  ON CONFLICT (allocation_id) DO UPDATE SET (name, type) = (excluded.name, excluded.type);
END $$;

CREATE OR REPLACE PROCEDURE leave.fill_all() LANGUAGE plpgsql AS $$ BEGIN
  CALL leave.check_imported();
  CALL dbo.fill_allocations();
  CALL dbo.fill_designations();
  CALL dbo.fill_team_managers();
  CALL dbo.fill_departments();
  CALL dbo.fill_leave_issuer();
  CALL dbo.fill_leave_types();
  CALL dbo.fill_fiscal_year();
  CALL dbo.fill_employees();
  CALL dbo.fill_employee_allocations();
  CALL dbo.fill_employee_leave_issuer();
  CALL dbo.fill_employee_leaves();
  IF (SELECT count(*) FROM different_rows) > 5000 THEN ANALYZE dbo.employees, dbo.employee_leaves; END IF;
END $$;
