DROP TABLE leave.typed_leaves;

-- Types the import and puts aside what breaks a rule. Makes checked_leaves (one row a leave) and imported_ids (those of rejects
-- too, as far as they can be read) for the procedures of schema dbo; both go with the transaction.
CREATE OR REPLACE PROCEDURE leave.check_imported() LANGUAGE plpgsql AS $$ BEGIN
  -- OFFSET 0: each field is read once, not once for each rule.
  CREATE TEMP TABLE typed_leaves ON COMMIT DROP AS
  SELECT typed.*, array_remove(ARRAY[
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
  SELECT window_from, hash, imported.id AS given_id, unreadable,
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
  FROM raw.imported_leave_information imported
  OFFSET 0) typed;

  DELETE FROM leave.rejects known WHERE NOT EXISTS (
    SELECT FROM typed_leaves typed WHERE typed.window_from = known.window_from AND typed.hash = known.hash
      AND typed.reasons = known.reasons);
  INSERT INTO leave.rejects (window_from, hash, leave_id, reasons)
  SELECT window_from, hash, left(given_id, 100), reasons FROM typed_leaves typed
  WHERE reasons <> '{}' AND NOT EXISTS (SELECT FROM leave.rejects known
    WHERE typed.window_from = known.window_from AND typed.hash = known.hash);

  CREATE TEMP TABLE imported_ids ON COMMIT DROP AS SELECT DISTINCT id FROM typed_leaves WHERE id IS NOT NULL;
  -- A leave that reaches into two windows comes twice.
  CREATE TEMP TABLE checked_leaves ON COMMIT DROP AS
  SELECT DISTINCT ON (id) * FROM typed_leaves WHERE reasons = '{}' ORDER BY id, updated_at DESC NULLS LAST, hash;
  CREATE UNIQUE INDEX ON imported_ids (id);
  ANALYZE imported_ids;
  ANALYZE checked_leaves;
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
  -- The first time they were empty a moment ago, and everything after this would be planned as if they still were.
  ANALYZE dbo.employees;
  ANALYZE dbo.employee_leaves;
END $$;

CREATE OR REPLACE PROCEDURE dbo.fill_allocations() LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO dbo.allocations (allocation_id, name, type)
  SELECT new.* FROM (
    SELECT DISTINCT ON (raw.to_integer(allocation ->> 'id'))
           raw.to_integer(allocation ->> 'id') AS allocation_id,
           raw.to_name(allocation ->> 'name') AS name, raw.to_name(allocation ->> 'type') AS type
    FROM checked_leaves, json_array_elements(allocations) AS allocation
    ORDER BY raw.to_integer(allocation ->> 'id'), updated_at DESC NULLS LAST, id DESC
  ) new LEFT JOIN dbo.allocations known USING (allocation_id)
  WHERE new.allocation_id IS NOT NULL
    AND (known.allocation_id IS NULL OR (known.name, known.type) IS DISTINCT FROM (new.name, new.type))
  ON CONFLICT (allocation_id) DO UPDATE SET (name, type) = (excluded.name, excluded.type);
END $$;
