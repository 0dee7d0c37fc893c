DROP TABLE attendance.excused_days;
