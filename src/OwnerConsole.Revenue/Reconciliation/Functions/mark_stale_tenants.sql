-- Marks tenants whose billing or access has changed, so that they are checked within seconds.
create or replace function reconciliation.mark_stale_tenants() returns trigger language plpgsql as $$
declare ids text[];
begin
  case tg_op
    when 'INSERT' then select array_agg(distinct r.tenant_id) into ids from now_rows r;
    when 'DELETE' then select array_agg(distinct r.tenant_id) into ids from old_rows r;
    else select array_agg(distinct r.tenant_id) into ids from (select tenant_id from old_rows union all select tenant_id from now_rows) r;
  end case;
  if ids is not null then
    insert into reconciliation.stale_tenants as d (id)
    select n.id from unnest(ids) n(id) order by n.id
    on conflict (id) do update set marks = d.marks + 1, marked_at = least(now(), d.first_marked_at + interval '40 seconds'); -- checked within a minute
  end if;
  return null;
end $$;

create or replace trigger mark_stale_tenants_in after insert on billing.subscriptions referencing new table as now_rows for each statement execute function reconciliation.mark_stale_tenants();
create or replace trigger mark_stale_tenants_up after update on billing.subscriptions referencing old table as old_rows new table as now_rows for each statement execute function reconciliation.mark_stale_tenants();
create or replace trigger mark_stale_tenants_out after delete on billing.subscriptions referencing old table as old_rows for each statement execute function reconciliation.mark_stale_tenants();
create or replace trigger mark_stale_tenants_in after insert on billing.refunds referencing new table as now_rows for each statement execute function reconciliation.mark_stale_tenants();
create or replace trigger mark_stale_tenants_in after insert on billing.disputes referencing new table as now_rows for each statement execute function reconciliation.mark_stale_tenants();
create or replace trigger mark_stale_tenants_in after insert on billing.invoices referencing new table as now_rows for each statement execute function reconciliation.mark_stale_tenants();
create or replace trigger mark_stale_tenants_in after insert on core.plan_items referencing new table as now_rows for each statement execute function reconciliation.mark_stale_tenants();
create or replace trigger mark_stale_tenants_up after update on core.plan_items referencing old table as old_rows new table as now_rows for each statement execute function reconciliation.mark_stale_tenants();
create or replace trigger mark_stale_tenants_up after update on core.tenant_status referencing old table as old_rows new table as now_rows for each statement execute function reconciliation.mark_stale_tenants();

-- A report updates the whole row of a tenant, so only a different access marks it.
create or replace function reconciliation.mark_reported_access() returns trigger language plpgsql as $$
begin
  insert into reconciliation.stale_tenants as d (id) values (new.tenant_id)
  on conflict (id) do update set marks = d.marks + 1, marked_at = least(now(), d.first_marked_at + interval '40 seconds');
  return null;
end $$;

create or replace trigger mark_reported_access after update of access on core.tenants for each row when (old.access is distinct from new.access)
  execute function reconciliation.mark_reported_access();

-- The plan of a price can concern every tenant.
create or replace function reconciliation.mark_all_tenants() returns trigger language plpgsql as $$
begin
  insert into reconciliation.stale_tenants as d (id) values ('*')
  on conflict (id) do update set marks = d.marks + 1, marked_at = least(now(), d.first_marked_at + interval '40 seconds');
  return null;
end $$;

drop trigger if exists mark_stale_tenants_in on billing.price_plans;
drop trigger if exists mark_stale_tenants_up on billing.price_plans;
create or replace trigger mark_all_tenants after insert or update on billing.price_plans for each statement execute function reconciliation.mark_all_tenants();
