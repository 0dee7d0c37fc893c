DROP TABLE access.audit_log;
