-- The log only grows: nobody changes, takes away or empties a line or its place, not even who owns the tables. And it knows the cluster it lives in, because transaction ids start over in another one.
create function core.append_only() returns trigger language plpgsql as $$
begin
  raise exception '%.% is append-only', tg_table_schema, tg_table_name using errcode = '42501';
end $$;

-- always: also for a session that plays a replica, which would skip an ordinary trigger
create procedure core.keep_append_only(kept regclass) language plpgsql as $$
begin
  execute format('create trigger append_only before update or delete on %s for each row execute function core.append_only()', kept);
  execute format('create trigger append_only_whole before truncate on %s for each statement execute function core.append_only()', kept);
  execute format('alter table %s enable always trigger append_only', kept);
  execute format('alter table %s enable always trigger append_only_whole', kept);
end $$;
call core.keep_append_only('core.log');
call core.keep_append_only('core.log_order');

-- The cluster whose arrival stands in the log.
create table core.cluster (
  only_row          boolean primary key default true check (only_row),
  system_identifier bigint not null
);
insert into core.cluster (system_identifier) select system_identifier from pg_control_system();
call core.own_global('core.cluster');

-- The cluster whose transaction ids the sequencer counts.
alter table core.sequencer add column system_identifier bigint;
update core.sequencer set system_identifier = (select system_identifier from pg_control_system());
alter table core.sequencer alter column system_identifier set not null;

-- Waits for everybody who is writing lines and keeps others away until the transaction ends; the sequencer may not lock what it may not write.
create function core.hold_log() returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  lock table core.log in share row exclusive mode;
end $$;
revoke all on function core.hold_log() from public;
grant execute on function core.hold_log() to oc_sequencer;
