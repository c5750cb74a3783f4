-- Adopts events after a restore into another cluster, because transaction ids start over there.
-- The dump may have been taken during a calculation, so watermarks are dropped and stale days are marked again from here.
create or replace function core.adopt_events_of_another_cluster() returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  here    bigint := (select system_identifier from pg_control_system());
  cursor_ record;
begin
  select * into cursor_ from core.projection for update;
  if cursor_.system_identifier = here then
    return;
  end if;
  if cursor_.system_identifier is not null then
    alter table core.events no force row level security;  -- runs as the owner; the table is locked until the commit
    update core.events set xid = case when xid >= cursor_.next_xid then pg_current_xact_id() else '0' end;
    alter table core.events force row level security;
    update core.projection set next_xid = pg_snapshot_xmin(pg_current_snapshot());
    delete from core.point_watermarks;
    update core.stale_days set xid = pg_current_xact_id();
  end if;
  update core.projection set system_identifier = here;
end $$;
revoke execute on function core.adopt_events_of_another_cluster() from public;
grant execute on function core.adopt_events_of_another_cluster() to oc_app;
