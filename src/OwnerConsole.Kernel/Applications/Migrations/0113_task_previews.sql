-- An application may say beforehand what it would do: a task of the mode preview, which belongs to a preview and to no run, and answers within seconds or not at all.
create table core.task_previews (
  tenant_id    text not null,
  task_id      text not null,
  preview_id   text not null,
  population   text not null,
  kind         text not null,             -- the operation's name
  subject_id   text not null,
  input        bytea not null,            -- sealed; empty once it is answered or too late
  secret       bytea not null,            -- sealed: the task's own token
  state        text not null check (state in ('offered', 'done', 'failed', 'expired')),
  sent_at      timestamptz,               -- since it may have reached the application
  deadline     timestamptz not null,
  code         text,                      -- of why it would be refused
  says         jsonb,                     -- in the application's words: sentences and effects
  primary key (tenant_id, task_id)
);
create index task_previews_by_preview on core.task_previews (preview_id);
create index task_previews_by_id on core.task_previews (task_id);
create index task_previews_by_deadline on core.task_previews (deadline);
call core.own('core.task_previews');
