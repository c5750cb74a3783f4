-- Two records of one tenant can be one person: the one that goes leads to the one that stays for as long as its row here is open. Nothing of either moves, so taking it back is exact.
create table core.merges (
  tenant_id text not null,
  member_id text not null,                                 -- the record that leads on
  into_id   text not null,                                 -- to whom, at once: never to a record that leads on itself
  opened_by text not null,                                 -- the run
  from_at   timestamptz not null,
  to_at     timestamptz,
  closed_by text,                                          -- the run that took it back, or led it on to somebody else
  primary key (tenant_id, member_id, from_at)
);
create unique index merges_open on core.merges (member_id, tenant_id) where to_at is null;
create index merges_into on core.merges (into_id, tenant_id) where to_at is null;
call core.own('core.merges');

-- A task can be about somebody else as well: who stays, of two that become one.
alter table core.tasks add column other_id text;
create index tasks_about_others on core.tasks (other_id) where other_id is not null and ended_at is null;

-- What a person bought is counted before it is merged with another's.
create index purchases_of_member on core.purchases (tenant_id, member_id) where member_id is not null;

-- The directory counts people, not records of them. Whatever is deleted first, each is taken off once.
create or replace function core.keep_people() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'tenants' then
    if tg_op = 'INSERT' then
      insert into core.tenant_people (tenant_id, population) select tenant_id, population from now_rows order by tenant_id;
    else
      delete from core.tenant_people p using old_rows o where p.tenant_id = o.tenant_id;
    end if;
  elsif tg_op = 'INSERT' then
    insert into core.tenant_people as p (tenant_id, population, members, last_seen_at)
    select n.tenant_id, t.population, n.members, n.seen
      from (select tenant_id, count(*) as members, coalesce(max(last_seen_at), '-infinity') as seen from now_rows group by 1) n
      join core.tenants t using (tenant_id)
     order by 1
    on conflict (tenant_id) do update set members = p.members + excluded.members, last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at);
  elsif tg_op = 'DELETE' then
    insert into core.tenant_people as p (tenant_id, population, members)
    select o.tenant_id, p.population, o.members
      from (select r.tenant_id, count(*) as members from old_rows r
             where not exists (select from core.merges g where g.tenant_id = r.tenant_id and g.member_id = r.member_id and g.to_at is null)
             group by 1) o
      join core.tenant_people p using (tenant_id)
     order by 1
    on conflict (tenant_id) do update set members = p.members - excluded.members;
  else
    insert into core.tenant_people as p (tenant_id, population, last_seen_at)
    select n.tenant_id, p.population, n.seen
      from (select tenant_id, max(last_seen_at) as seen from now_rows group by 1) n join core.tenant_people p using (tenant_id)
     where p.last_seen_at < n.seen
     order by 1
    on conflict (tenant_id) do update set last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at);
  end if;
  return null;
end $$;

create function core.keep_merged() returns trigger language plpgsql as $$
begin
  if tg_op <> 'DELETE' then
    update core.tenant_people p set members = p.members - n.merged
      from (select tenant_id, count(*) as merged from now_rows where to_at is null group by 1) n
     where p.tenant_id = n.tenant_id;
  end if;
  if tg_op <> 'INSERT' then
    update core.tenant_people p set members = p.members + o.merged
      from (select r.tenant_id, count(*) as merged from old_rows r join core.members m using (tenant_id, member_id) where r.to_at is null group by 1) o
     where p.tenant_id = o.tenant_id;
  end if;
  return null;
end $$;

create trigger keep_merged_in after insert on core.merges referencing new table as now_rows for each statement execute function core.keep_merged();
create trigger keep_merged_up after update on core.merges referencing old table as old_rows new table as now_rows for each statement execute function core.keep_merged();
create trigger keep_merged_out after delete on core.merges referencing old table as old_rows for each statement execute function core.keep_merged();
