-- A tenant's lifecycle gets a history as its plans and attributes have one, and a report may say since when it holds: history is imported, and late news fall into place.
create table core.lifecycles (
  tenant_id text not null,
  lifecycle text not null check (lifecycle in ('trial', 'active', 'cancelled', 'anonymised')),
  from_at   timestamptz not null,
  to_at     timestamptz,
  primary key (tenant_id, from_at)
);
create unique index lifecycles_open on core.lifecycles (tenant_id) where to_at is null;
call core.own('core.lifecycles');

-- Moments that a dated report spoke of, and those whose rows it replaced: what is said of a moment holds until the next one that something was said of, in whatever order they come.
create table core.moments (
  tenant_id text not null,
  what      text not null,               -- plan_items, lifecycle, or attribute: and its name
  at        timestamptz not null,
  run       text,                        -- the run that decided so at this moment; null for what the application said
  primary key (tenant_id, what, at)
);
call core.own('core.moments');

-- What a plan cost, by the key that plan_items name. The first price of a key holds since ever: before it was written down the plan wasn't for free.
create table core.plan_prices (
  plan      text not null,
  from_at   timestamptz not null,
  to_at     timestamptz,
  amount    bigint not null check (amount >= 0),           -- in the smallest unit
  currency  text not null,
  unit      text not null check (unit in ('day', 'week', 'month', 'year')),
  units     int not null default 1 check (units > 0),      -- 3 and month: it is paid each quarter
  opened_by text not null,
  closed_by text,
  primary key (plan, from_at)
);
create unique index plan_prices_open on core.plan_prices (plan) where to_at is null;
call core.own_global('core.plan_prices');
grant select on core.plan_prices to oc_console;

-- Whose money has to be counted anew, from the earliest moment on that changed. Written with the change itself; whoever counts takes it away.
create table core.money_dirt (
  kind    text not null check (kind in ('tenant', 'plan')), -- of a plan: everybody who held it
  id      text not null,
  since   timestamptz not null,
  marks   bigint not null default 1,                       -- changes since it was taken away last
  reached text not null default '',                        -- of a plan: the last holder who is counted already
  primary key (kind, id)
);
call core.own_global('core.money_dirt');
grant select on core.money_dirt to oc_console;

-- A plan that is held or given up, a lifecycle, a price: whoever writes it, also the release before this one, soils what was counted.
create function core.soil_money() returns trigger language plpgsql as $$
declare
  kind text := case tg_table_name when 'plan_prices' then 'plan' else 'tenant' end;
  id text := case tg_table_name when 'plan_prices' then 'plan' else 'tenant_id' end;
  mark text := 'insert into core.money_dirt as d (kind, id, since) select %L, %I, min(%s) from %s group by %I order by %I on conflict (kind, id) do update set since = least(d.since, excluded.since), marks = d.marks + 1, reached = ''''';
begin
  case tg_op
    when 'INSERT' then execute format(mark, kind, id, 'from_at', 'now_rows', id, id);
    when 'DELETE' then execute format(mark, kind, id, 'from_at', 'old_rows', id, id);
    -- closed or opened again: what lies before either end is as it was
    else execute format(mark, kind, id, 'coalesce(to_at, ''infinity'')', '(select * from old_rows union all select * from now_rows) r', id, id);
  end case;
  return null;
end $$;

create trigger soil_money_in after insert on core.plan_items referencing new table as now_rows for each statement execute function core.soil_money();
create trigger soil_money_up after update on core.plan_items referencing old table as old_rows new table as now_rows for each statement execute function core.soil_money();
create trigger soil_money_out after delete on core.plan_items referencing old table as old_rows for each statement execute function core.soil_money();
create trigger soil_money_in after insert on core.lifecycles referencing new table as now_rows for each statement execute function core.soil_money();
create trigger soil_money_up after update on core.lifecycles referencing old table as old_rows new table as now_rows for each statement execute function core.soil_money();
create trigger soil_money_out after delete on core.lifecycles referencing old table as old_rows for each statement execute function core.soil_money();
create trigger soil_money_in after insert on core.plan_prices referencing new table as now_rows for each statement execute function core.soil_money();
create trigger soil_money_up after update on core.plan_prices referencing old table as old_rows new table as now_rows for each statement execute function core.soil_money();
create trigger soil_money_out after delete on core.plan_prices referencing old table as old_rows for each statement execute function core.soil_money();

-- Whoever changes the lifecycle leaves its history. A new tenant's holds since it was opened. What a dated report has put there already is left alone.
create function core.keep_lifecycles() returns trigger language plpgsql as $$
declare moment timestamptz := clock_timestamp();
begin
  if tg_op = 'INSERT' then
    insert into core.lifecycles (tenant_id, lifecycle, from_at)
    select n.tenant_id, n.lifecycle, least(t.opened_at, moment) from now_rows n join core.tenants t using (tenant_id);
  elsif tg_op = 'DELETE' then
    delete from core.lifecycles l using old_rows o where l.tenant_id = o.tenant_id;
  else
    update core.lifecycles l set to_at = moment
      from now_rows n join old_rows o using (tenant_id)
     where l.tenant_id = n.tenant_id and n.lifecycle <> o.lifecycle and l.to_at is null and l.lifecycle <> n.lifecycle;
    insert into core.lifecycles (tenant_id, lifecycle, from_at)
    select n.tenant_id, n.lifecycle, moment
      from now_rows n join old_rows o using (tenant_id)
     where n.lifecycle <> o.lifecycle and not exists (select 1 from core.lifecycles l where l.tenant_id = n.tenant_id and l.to_at is null);
  end if;
  return null;
end $$;

create trigger keep_lifecycles_in after insert on core.tenant_status referencing new table as now_rows for each statement execute function core.keep_lifecycles();
create trigger keep_lifecycles_up after update on core.tenant_status referencing old table as old_rows new table as now_rows for each statement execute function core.keep_lifecycles();
create trigger keep_lifecycles_out after delete on core.tenant_status referencing old table as old_rows for each statement execute function core.keep_lifecycles();

-- What stands: in trial or active since it was opened, as far as anybody knows; over since it was heard of last. The owner of the tables is held to row-level security like everybody.
select set_config('app.intake', 'migration', true);
alter table core.tenants no force row level security;
alter table core.tenant_status no force row level security;
alter table core.lifecycles no force row level security;
insert into core.lifecycles (tenant_id, lifecycle, from_at)
select s.tenant_id, s.lifecycle, case when s.lifecycle in ('trial', 'active') then t.opened_at else greatest(t.opened_at, t.reported_at) end
  from core.tenant_status s join core.tenants t using (tenant_id);
alter table core.tenants force row level security;
alter table core.tenant_status force row level security;
alter table core.lifecycles force row level security;
