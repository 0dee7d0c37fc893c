-- Of a school's people on some dates: by date alone it was everybody's leave of these dates, by person alone all of each person's.
CREATE INDEX excused_days_date_person ON attendance.excused_days (local_date, user_id);
