-- The log is searched by whom, what and when, and history grows: every filter reads its newest lines from an index, in the order in which they are shown.
drop index core.log_by_tenant;
create index log_by_time on core.log (at desc, id desc);
create index log_by_tenant on core.log (tenant_id, at desc, id desc);
create index log_by_actor on core.log (actor, at desc, id desc);
create index log_by_operation on core.log (operation, at desc, id desc) where operation is not null;
create index log_by_subject on core.log (subject, at desc, id desc) where subject is not null;
create index log_by_outcome on core.log (outcome, at desc, id desc) where outcome <> 'done';
create index log_by_kind on core.log (kind, at desc, id desc) where kind <> 'run';

-- A name that somebody types is found first, then the lines of whoever has it.
create index members_by_text on core.members
  using gin (lower(coalesce(name, '') || ' ' || coalesce(email, '') || ' ' || external_id || ' ' || support_number) public.gin_trgm_ops);
create index things_by_text on core.things using gin (lower(name) public.gin_trgm_ops);
