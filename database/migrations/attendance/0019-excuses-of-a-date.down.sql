DROP INDEX attendance.excused_days_date_person;
