--# After a restore from a dump, which may have been taken in the midst of a count: nothing has been seen, and what is soiled is so from here on.
create or replace function core.arrive_events() returns void language plpgsql security definer set search_path = pg_catalog as $$
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
    delete from core.points_seen;
    update core.point_dirt set xid = pg_current_xact_id();
  end if;
  update core.folding set system_identifier = here;
end $$;
revoke execute on function core.arrive_events() from public;
grant execute on function core.arrive_events() to oc_app;
