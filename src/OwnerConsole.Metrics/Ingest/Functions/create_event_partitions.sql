-- Creates event partitions for the next days, rotates the generations of event ids, and drops expired partitions.
create or replace function core.create_event_partitions(retry_window interval default '32 days', keep interval default null) returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  newest record;
  part record;
  from_day date := (now() at time zone 'UTC')::date;
begin
  perform pg_advisory_xact_lock(7306085571211047937);
  select * into newest from core.event_generations order by generation desc limit 1;
  if newest.generation = 0 or newest.opened_at < now() - retry_window then
    insert into core.event_generations (generation) values (newest.generation + 1);
    execute format('create table core.event_ids_%s partition of core.event_ids for values in (%s)', newest.generation + 1, newest.generation + 1);
    if newest.generation > 1 then
      execute format('drop table core.event_ids_%s', newest.generation - 1);
      delete from core.event_generations where generation = newest.generation - 1;
    end if;
  end if;
  for ahead in 0..3 loop
    if to_regclass(format('core.events_%s', to_char(from_day + ahead, 'YYYYMMDD'))) is null then
      execute format('create table core.events_%s partition of core.events for values from (%L) to (%L)',
        to_char(from_day + ahead, 'YYYYMMDD'), (from_day + ahead)::timestamp at time zone 'UTC', (from_day + ahead + 1)::timestamp at time zone 'UTC');
    end if;
  end loop;
  if keep is not null then
    for part in
      select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = 'core.events'::regclass and c.relname < 'events_' || to_char(((now() - keep) at time zone 'UTC')::date, 'YYYYMMDD')
    loop
      execute format('drop table core.%I', part.relname);
    end loop;
  end if;
end $$;
revoke execute on function core.create_event_partitions(interval, interval) from public;
grant execute on function core.create_event_partitions(interval, interval) to oc_app;
