-- Runs of many: carried out chunk by chunk in their lane, approved by a second person, stopped, answered from outside and taken back.
alter table core.previews
  add column subjects   int not null default 0,
  add column accepted   int not null default 0,
  add column population text;                    -- of its tenants; null when it is about the platform

alter table core.runs
  add column all_or_nothing boolean not null default false,
  add column next_place     int not null default 0,  -- every subject before it is settled; moves in the transaction that settles it
  add column refused        int not null default 0,  -- and skipped: left as they were
  add column failed         int not null default 0,
  add column waiting        int not null default 0,  -- somebody outside has been asked and has not answered
  add column hash           bytea,                   -- of what was previewed: an approval is bound to it
  add column asked          text,
  add column begins_at      timestamptz,             -- when the wait for an approval is over
  add column begins_alone   boolean not null default false, -- nobody else may approve: it begins by itself then; otherwise it is given up
  add column approved_by    text,
  add column approved_at    timestamptz,
  add column stopped_by     text;

alter table core.run_subjects drop constraint run_subjects_state_check;
alter table core.run_subjects
  add constraint run_subjects_state_check check (state in ('done', 'refused', 'skipped', 'failed', 'waiting', 'undone'));
create index run_subjects_by_state on core.run_subjects (run_id, state, place);
create index runs_by_asker on core.runs (asked_by, started_at);

-- How much somebody may do in a time without a second person.
create table core.ceilings (
  holder      text not null,             -- a key or a person of the team
  permission  text not null,             -- a word of the permission grammar: tenant.suspend, tenant.*, *
  per         interval not null,
  subjects    bigint,
  minor_units bigint,
  opened_by   text not null,             -- the run that set it
  primary key (holder, permission)
);
call core.own_global('core.ceilings');
grant select on core.ceilings to oc_console;
