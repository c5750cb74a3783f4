-- When a point was counted, told by transactions: what they had changed before is in it, so days that they soiled are clean in it. Without that, whoever counts began anew
-- with every start; and a row of a transaction that ended late was taken away with those that had been seen.
alter table core.point_dirt add column xid xid8 not null default pg_current_xact_id();

create table core.points_seen (
  population  text not null check (population in ('live', 'demo')),
  metric      text not null,
  fingerprint text not null,
  zone        text not null,
  grain       text not null check (grain in ('day', 'week', 'month')),
  bucket      date not null,
  xid         xid8 not null,                               -- every transaction before this one had ended
  primary key (population, metric, fingerprint, zone, grain, bucket)
);
call core.own_global('core.points_seen');
grant select on core.points_seen to oc_console;

-- After a restore from a dump, which may have been taken in the midst of a count: nothing has been seen, and what is soiled is so from here on.
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
