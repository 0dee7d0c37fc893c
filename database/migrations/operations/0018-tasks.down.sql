DROP INDEX operations.task_runs_wrong;
DROP INDEX operations.task_runs_task;
DROP TABLE operations.tasks;
