-- Exports of members contain the files of the application if it declares the task.
alter table exports.member_archives add column task_id text;  -- null if the application wasn't asked
