-- Leave in order: filled by one procedure a table from what was imported. Nothing is deleted: what is no longer there is marked.
CREATE SCHEMA dbo;

CREATE TABLE dbo.allocations (
  allocation_id  integer PRIMARY KEY,
  name           text,
  type           text
);
CREATE TABLE dbo.designations (
  designation_id    integer PRIMARY KEY,
  designation_name  text
);
CREATE TABLE dbo.team_managers (
  team_manager_id  integer PRIMARY KEY
);
CREATE TABLE dbo.departments (
  department_id           integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  department_description  text NOT NULL UNIQUE
);
CREATE TABLE dbo.leave_issuer (
  leave_issuer_id  integer PRIMARY KEY,
  first_name       text,
  last_name        text,
  email            text
);
CREATE TABLE dbo.leave_types (
  leave_type_id      integer PRIMARY KEY,
  leave_type         text,
  default_days       numeric(7, 2),
  transferrable_days numeric(7, 2)
);
CREATE TABLE dbo.fiscal_year (
  fiscal_id   integer PRIMARY KEY,
  start_date  date NOT NULL,
  end_date    date NOT NULL,
  is_current  boolean,
  CHECK (start_date <= end_date)
);
CREATE TABLE dbo.employees (
  employee_id      integer PRIMARY KEY,
  emp_id           text,
  first_name       text,
  middle_name      text,
  last_name        text,
  email            text,
  is_hr            boolean,
  is_supervisor    boolean,
  designation_id   integer REFERENCES dbo.designations,
  team_manager_id  integer REFERENCES dbo.team_managers,
  department_id    integer REFERENCES dbo.departments
);
CREATE TABLE dbo.employee_allocations (
  employee_id    integer NOT NULL REFERENCES dbo.employees,
  allocation_id  integer NOT NULL REFERENCES dbo.allocations,
  removed_at     timestamptz,
  PRIMARY KEY (employee_id, allocation_id)
);
CREATE TABLE dbo.employee_leave_issuer (
  employee_id              integer NOT NULL REFERENCES dbo.employees,
  leave_issuer_id          integer NOT NULL REFERENCES dbo.leave_issuer,
  is_current_leave_issuer  boolean NOT NULL,
  PRIMARY KEY (employee_id, leave_issuer_id)
);
CREATE TABLE dbo.employee_leaves (
  employee_leave_id  integer PRIMARY KEY,
  employee_id        integer NOT NULL REFERENCES dbo.employees,
  leave_issuer_id    integer REFERENCES dbo.leave_issuer,
  leave_type_id      integer REFERENCES dbo.leave_types,
  fiscal_id          integer REFERENCES dbo.fiscal_year,
  leave_days         numeric(7, 2),
  reason             text,
  status             text NOT NULL,
  remarks            text,
  is_consecutive     boolean NOT NULL,
  is_converted       boolean NOT NULL,
  start_date         date NOT NULL,
  end_date           date NOT NULL,
  created_at         timestamptz,
  updated_at         timestamptz,
  -- When we saw that it had been cancelled, and when it was no longer in a window that came whole
  cancelled_at       timestamptz,
  vanished_at        timestamptz,
  -- The HR system's words are several, what they mean is one of four
  state              text NOT NULL GENERATED ALWAYS AS (CASE status
    WHEN 'APPROVED' THEN 'approved'
    WHEN 'REJECTED' THEN 'rejected' WHEN 'DENIED' THEN 'rejected'
    WHEN 'CANCELLED' THEN 'cancelled' WHEN 'CANCELED' THEN 'cancelled' WHEN 'WITHDRAWN' THEN 'cancelled'
    ELSE 'pending' END) STORED,
  CHECK (start_date <= end_date)
);
CREATE INDEX employee_leaves_employee ON dbo.employee_leaves (employee_id);
CREATE INDEX employee_leaves_dates ON dbo.employee_leaves (start_date, end_date);

-- Each procedure reads checked_leaves: a temporary table of the import, typed, without rejects, one row a leave (0016).
-- Where several rows tell of one thing, the one that was updated last is right. Only what differs is written.
CREATE PROCEDURE dbo.fill_allocations() LANGUAGE plpgsql AS $$ BEGIN
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

CREATE PROCEDURE dbo.fill_designations() LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO dbo.designations (designation_id, designation_name)
  SELECT new.* FROM (
    SELECT DISTINCT ON (designation_id) designation_id, designation_name FROM checked_leaves
    WHERE designation_id IS NOT NULL ORDER BY designation_id, updated_at DESC NULLS LAST, id DESC
  ) new LEFT JOIN dbo.designations known USING (designation_id)
  WHERE known.designation_id IS NULL OR known.designation_name IS DISTINCT FROM new.designation_name
  ON CONFLICT (designation_id) DO UPDATE SET designation_name = excluded.designation_name;
END $$;

CREATE PROCEDURE dbo.fill_team_managers() LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO dbo.team_managers (team_manager_id)
  SELECT DISTINCT team_manager_id FROM checked_leaves
  WHERE team_manager_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM dbo.team_managers known WHERE known.team_manager_id = checked_leaves.team_manager_id);
END $$;

CREATE PROCEDURE dbo.fill_departments() LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO dbo.departments (department_description)
  SELECT DISTINCT department_description FROM checked_leaves
  WHERE department_description IS NOT NULL
    AND NOT EXISTS (SELECT FROM dbo.departments known
                    WHERE known.department_description = checked_leaves.department_description);
END $$;

-- The names are those of the issuer of a leave, the address is that of the current one: two people, as a rule the same.
CREATE PROCEDURE dbo.fill_leave_issuer() LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO dbo.leave_issuer (leave_issuer_id, first_name, last_name, email)
  SELECT new.* FROM (
    SELECT leave_issuer_id, coalesce(named.first_name, known.first_name) AS first_name,
           coalesce(named.last_name, known.last_name) AS last_name, coalesce(mailed.email, known.email) AS email
    FROM (
      SELECT DISTINCT ON (leave_issuer_id) leave_issuer_id, leave_issuer_first_name AS first_name,
             leave_issuer_last_name AS last_name
      FROM checked_leaves WHERE leave_issuer_id IS NOT NULL
      ORDER BY leave_issuer_id, updated_at DESC NULLS LAST, id DESC
    ) named FULL JOIN (
      SELECT DISTINCT ON (current_leave_issuer_id) current_leave_issuer_id AS leave_issuer_id,
             current_leave_issuer_email AS email
      FROM checked_leaves WHERE current_leave_issuer_id IS NOT NULL
      ORDER BY current_leave_issuer_id, updated_at DESC NULLS LAST, id DESC
    ) mailed USING (leave_issuer_id) LEFT JOIN dbo.leave_issuer known USING (leave_issuer_id)
  ) new LEFT JOIN dbo.leave_issuer known USING (leave_issuer_id)
  WHERE known.leave_issuer_id IS NULL
     OR (known.first_name, known.last_name, known.email) IS DISTINCT FROM (new.first_name, new.last_name, new.email)
  ON CONFLICT (leave_issuer_id) DO UPDATE
    SET (first_name, last_name, email) = (excluded.first_name, excluded.last_name, excluded.email);
END $$;

CREATE PROCEDURE dbo.fill_leave_types() LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO dbo.leave_types (leave_type_id, leave_type, default_days, transferrable_days)
  SELECT new.* FROM (
    SELECT DISTINCT ON (leave_type_id) leave_type_id, leave_type_name AS leave_type, default_days,
           transferable_days AS transferrable_days
    FROM checked_leaves WHERE leave_type_id IS NOT NULL
    ORDER BY leave_type_id, updated_at DESC NULLS LAST, id DESC
  ) new LEFT JOIN dbo.leave_types known USING (leave_type_id)
  WHERE known.leave_type_id IS NULL OR (known.leave_type, known.default_days, known.transferrable_days)
    IS DISTINCT FROM (new.leave_type, new.default_days, new.transferrable_days)
  ON CONFLICT (leave_type_id) DO UPDATE SET (leave_type, default_days, transferrable_days)
    = (excluded.leave_type, excluded.default_days, excluded.transferrable_days);
END $$;

CREATE PROCEDURE dbo.fill_fiscal_year() LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO dbo.fiscal_year (fiscal_id, start_date, end_date, is_current)
  SELECT new.* FROM (
    SELECT DISTINCT ON (fiscal_id) fiscal_id, fiscal_start_date AS start_date, fiscal_end_date AS end_date,
           fiscal_is_current AS is_current
    FROM checked_leaves WHERE fiscal_id IS NOT NULL
    ORDER BY fiscal_id, updated_at DESC NULLS LAST, id DESC
  ) new LEFT JOIN dbo.fiscal_year known USING (fiscal_id)
  WHERE known.fiscal_id IS NULL OR (known.start_date, known.end_date, known.is_current)
    IS DISTINCT FROM (new.start_date, new.end_date, new.is_current)
  ON CONFLICT (fiscal_id) DO UPDATE
    SET (start_date, end_date, is_current) = (excluded.start_date, excluded.end_date, excluded.is_current);
END $$;

CREATE PROCEDURE dbo.fill_employees() LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO dbo.employees (employee_id, emp_id, first_name, middle_name, last_name, email, is_hr, is_supervisor,
                             designation_id, team_manager_id, department_id)
  SELECT new.* FROM (
    SELECT DISTINCT ON (employee_id) employee_id, emp_id, first_name, middle_name, last_name, email, is_hr, is_supervisor,
           designation_id, team_manager_id, department.department_id
    FROM checked_leaves LEFT JOIN dbo.departments department USING (department_description)
    ORDER BY employee_id, updated_at DESC NULLS LAST, id DESC
  ) new LEFT JOIN dbo.employees known USING (employee_id)
  WHERE known.employee_id IS NULL
     OR (known.emp_id, known.first_name, known.middle_name, known.last_name, known.email, known.is_hr,
         known.is_supervisor, known.designation_id, known.team_manager_id, known.department_id)
        IS DISTINCT FROM
        (new.emp_id, new.first_name, new.middle_name, new.last_name, new.email, new.is_hr, new.is_supervisor,
         new.designation_id, new.team_manager_id, new.department_id)
  ON CONFLICT (employee_id) DO UPDATE
    SET (emp_id, first_name, middle_name, last_name, email, is_hr, is_supervisor, designation_id, team_manager_id,
         department_id)
      = (excluded.emp_id, excluded.first_name, excluded.middle_name, excluded.last_name, excluded.email, excluded.is_hr,
         excluded.is_supervisor, excluded.designation_id, excluded.team_manager_id, excluded.department_id);
END $$;

CREATE PROCEDURE dbo.fill_employee_allocations() LANGUAGE plpgsql AS $$ BEGIN
  CREATE TEMP TABLE newest_allocations ON COMMIT DROP AS
  SELECT DISTINCT employee_id, raw.to_integer(allocation ->> 'id') AS allocation_id
  FROM (SELECT DISTINCT ON (employee_id) employee_id, allocations FROM checked_leaves
        ORDER BY employee_id, updated_at DESC NULLS LAST, id DESC) newest,
       json_array_elements(allocations) AS allocation
  WHERE raw.to_integer(allocation ->> 'id') IS NOT NULL;
  INSERT INTO dbo.employee_allocations (employee_id, allocation_id)
  SELECT new.employee_id, new.allocation_id
  FROM newest_allocations new LEFT JOIN dbo.employee_allocations known USING (employee_id, allocation_id)
  WHERE known.employee_id IS NULL OR known.removed_at IS NOT NULL
  ON CONFLICT (employee_id, allocation_id) DO UPDATE SET removed_at = NULL;
  UPDATE dbo.employee_allocations known SET removed_at = now()
  WHERE removed_at IS NULL AND employee_id IN (SELECT employee_id FROM checked_leaves)
    AND NOT EXISTS (SELECT FROM newest_allocations new
                    WHERE new.employee_id = known.employee_id AND new.allocation_id = known.allocation_id);
  DROP TABLE newest_allocations;
END $$;

CREATE PROCEDURE dbo.fill_employee_leave_issuer() LANGUAGE plpgsql AS $$ BEGIN
  CREATE TEMP TABLE newest_issuers ON COMMIT DROP AS
  WITH current AS (
    SELECT DISTINCT ON (employee_id) employee_id, current_leave_issuer_id AS leave_issuer_id
    FROM checked_leaves ORDER BY employee_id, updated_at DESC NULLS LAST, id DESC
  ), issuers AS (
    SELECT employee_id, leave_issuer_id FROM checked_leaves WHERE leave_issuer_id IS NOT NULL
    UNION SELECT employee_id, leave_issuer_id FROM current WHERE leave_issuer_id IS NOT NULL
    UNION SELECT employee_id, leave_issuer_id FROM dbo.employee_leave_issuer
          WHERE employee_id IN (SELECT employee_id FROM current)
  )
  SELECT issuers.*, current.leave_issuer_id IS NOT NULL AS is_current
  FROM issuers LEFT JOIN current USING (employee_id, leave_issuer_id);
  INSERT INTO dbo.employee_leave_issuer (employee_id, leave_issuer_id, is_current_leave_issuer)
  SELECT new.* FROM newest_issuers new LEFT JOIN dbo.employee_leave_issuer known USING (employee_id, leave_issuer_id)
  WHERE known.employee_id IS NULL OR known.is_current_leave_issuer <> new.is_current
  ON CONFLICT (employee_id, leave_issuer_id) DO UPDATE SET is_current_leave_issuer = excluded.is_current_leave_issuer;
  DROP TABLE newest_issuers;
END $$;

CREATE PROCEDURE dbo.fill_employee_leaves() LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO dbo.employee_leaves AS known
    (employee_leave_id, employee_id, leave_issuer_id, leave_type_id, fiscal_id, leave_days, reason, status, remarks,
     is_consecutive, is_converted, start_date, end_date, created_at, updated_at, cancelled_at)
  SELECT new.id, new.employee_id, new.leave_issuer_id, new.leave_type_id, new.fiscal_id, new.leave_days, new.reason,
         new.status, new.remarks, new.is_consecutive, new.is_converted, new.start_date, new.end_date, new.created_at,
         new.updated_at,
         CASE WHEN new.status IN ('CANCELLED', 'CANCELED', 'WITHDRAWN') THEN coalesce(same.cancelled_at, now()) END
  FROM checked_leaves new LEFT JOIN dbo.employee_leaves same ON same.employee_leave_id = new.id
  WHERE same.employee_leave_id IS NULL OR same.vanished_at IS NOT NULL
     OR (same.employee_id, same.leave_issuer_id, same.leave_type_id, same.fiscal_id, same.leave_days, same.reason,
         same.status, same.remarks, same.is_consecutive, same.is_converted, same.start_date, same.end_date,
         same.created_at, same.updated_at)
        IS DISTINCT FROM
        (new.employee_id, new.leave_issuer_id, new.leave_type_id, new.fiscal_id, new.leave_days, new.reason, new.status,
         new.remarks, new.is_consecutive, new.is_converted, new.start_date, new.end_date, new.created_at, new.updated_at)
  ON CONFLICT (employee_leave_id) DO UPDATE
    SET (employee_id, leave_issuer_id, leave_type_id, fiscal_id, leave_days, reason, status, remarks, is_consecutive,
         is_converted, start_date, end_date, created_at, updated_at, cancelled_at, vanished_at)
      = (excluded.employee_id, excluded.leave_issuer_id, excluded.leave_type_id, excluded.fiscal_id, excluded.leave_days,
         excluded.reason, excluded.status, excluded.remarks, excluded.is_consecutive, excluded.is_converted,
         excluded.start_date, excluded.end_date, excluded.created_at, excluded.updated_at, excluded.cancelled_at, NULL);
END $$;

-- What was there and is not in the import any more, of the dates that came whole. Answers with how many.
CREATE FUNCTION dbo.mark_vanished(whole datemultirange) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE marked integer;
BEGIN
  UPDATE dbo.employee_leaves gone SET vanished_at = now()
  WHERE vanished_at IS NULL AND daterange(start_date, end_date, '[]') <@ whole
    AND NOT EXISTS (SELECT FROM imported_ids seen WHERE seen.id = gone.employee_leave_id);
  GET DIAGNOSTICS marked = ROW_COUNT;
  RETURN marked;
END $$;
