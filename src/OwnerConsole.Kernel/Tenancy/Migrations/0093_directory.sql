-- The directory shows how many people each tenant has and when the last of them was there, sorts by both and filters by the second: a row a tenant, so that no page counts people.
create table core.tenant_people (
  tenant_id    text primary key,
  population   text not null check (population in ('live', 'demo')),
  members      bigint not null default 0 check (members >= 0),
  last_seen_at timestamptz not null default '-infinity'     -- when the last of them was there, also after they are gone; before all time: never
) with (fillfactor = 80);

-- What stands. The owner of the tables is held to row-level security like everybody.
alter table core.tenants no force row level security;
alter table core.members no force row level security;
insert into core.tenant_people (tenant_id, population, members, last_seen_at)
select t.tenant_id, t.population, count(m.member_id), coalesce(max(m.last_seen_at), '-infinity')
  from core.tenants t left join core.members m using (tenant_id)
 group by 1, 2;
alter table core.tenants force row level security;
alter table core.members force row level security;
create index tenant_people_by_members on core.tenant_people (population, members, tenant_id);
create index tenant_people_by_activity on core.tenant_people (population, last_seen_at, tenant_id);
call core.own('core.tenant_people');

-- Whoever writes a tenant or its members, also the release before this one, keeps the row. What is reported again without news writes nothing.
create function core.keep_people() returns trigger language plpgsql as $$
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
      from (select tenant_id, count(*) as members from old_rows group by 1) o join core.tenant_people p using (tenant_id)
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

create trigger keep_people_in after insert on core.tenants referencing new table as now_rows for each statement execute function core.keep_people();
create trigger keep_people_out after delete on core.tenants referencing old table as old_rows for each statement execute function core.keep_people();
create trigger keep_people_in after insert on core.members referencing new table as now_rows for each statement execute function core.keep_people();
create trigger keep_people_up after update on core.members referencing new table as now_rows for each statement execute function core.keep_people();
create trigger keep_people_out after delete on core.members referencing old table as old_rows for each statement execute function core.keep_people();

-- Orders and filters of the directory. A value is hashed because an index holds no long texts.
create index tenants_by_contact on core.tenants (population, coalesce(lower(contact_email), ''), tenant_id);
create index plan_items_by_plan on core.plan_items (plan, tenant_id) where to_at is null;
create index attributes_by_value on core.attributes (name, md5(value #>> '{}'), tenant_id) where to_at is null;
