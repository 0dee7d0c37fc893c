DROP TABLE attendance.fever_follow_ups;
