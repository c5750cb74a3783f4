-- An address outside to which the log's checkpoints are mailed, and what was mailed there: a copy that nobody here can change.
create table mails.anchors (
  tenant_id text not null,                -- the platform
  opened_by text not null,                -- the run that chose it; its letters go to this id
  address   text,                         -- null: to nobody
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, opened_by)
);
create unique index anchors_open on mails.anchors (tenant_id) where closed_by is null;
call core.own('mails.anchors');

create table mails.anchored (
  tenant_id text not null,                -- the platform
  letter_id text not null,
  opened_by text not null,                -- the anchor
  size      bigint not null,              -- lines that the checkpoint stands for
  at        timestamptz not null,
  primary key (tenant_id, letter_id)
);
create index anchored_by_anchor on mails.anchored (tenant_id, opened_by, at);
call core.own('mails.anchored');
