-- When a session was said to end, beside when it counts as ended: what is cut at the length of a day is cut anew when an earlier start comes in. And folding in another cluster.
alter table core.sessions add column ended_said_at timestamptz;

-- Until when open sessions were counted in every quarter of an hour.
alter table core.folding add column sessions_until timestamptz not null default now();

-- A value of an event as a number; null for what is none, so that one bad value can't stop folding.
create function core.number(said text) returns numeric language sql immutable parallel safe
  return case when said ~ '^-?[0-9]{1,30}(\.[0-9]{1,20})?$' then said::numeric end;

-- After a restore from a dump transaction ids start over, so those that events and the cursor remember say nothing. What had not been folded is numbered by this
-- transaction; what had been is put below all that can come.
create function core.arrive_events() returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  here    bigint := (select system_identifier from pg_control_system());
  cursor_ record;
begin
  select * into cursor_ from core.folding for update;
  if cursor_.system_identifier = here then
    return;
  end if;
  if cursor_.system_identifier is not null then
    alter table core.events no force row level security;   -- its owner's own function; nobody reads or writes it until this is over
    update core.events set xid = case when xid >= cursor_.next_xid then pg_current_xact_id() else '0' end;
    alter table core.events force row level security;
    update core.folding set next_xid = pg_snapshot_xmin(pg_current_snapshot());
  end if;
  update core.folding set system_identifier = here;
end $$;
revoke execute on function core.arrive_events() from public;
grant execute on function core.arrive_events() to oc_app;
