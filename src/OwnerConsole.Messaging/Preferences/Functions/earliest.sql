-- Returns the next time outside quiet hours in the member's time zone, else the tenant's, else the platform's. Urgent messages don't wait.
-- If the clock skips the end of the quiet hours, they end at the time that it would have been; if the clock repeats the end, at the second one.
create or replace function preferences.earliest(tenant_id text, member_id text, at timestamptz, is_urgent boolean) returns timestamptz
language sql stable parallel safe as $$
  select case when is_urgent then at else coalesce((
    select greatest(
             at,
             case
               when q.starts < q.ends and l.time >= q.starts and l.time < q.ends then (l.day + q.ends) at time zone z.name
               when q.starts > q.ends and l.time < q.ends then (l.day + q.ends) at time zone z.name
               when q.starts > q.ends and l.time >= q.starts then (l.day + 1 + q.ends) at time zone z.name
             end)
      from (select r.quiet_from as starts, r.quiet_until as ends from preferences.rules() r where r.quiet_from is not null) q
     cross join lateral (
       select coalesce(
                (select m.time_zone from core.members m where m.tenant_id = earliest.tenant_id and m.member_id = earliest.member_id),
                (select t.time_zone from core.tenants t where t.tenant_id = earliest.tenant_id),
                (select r.zone from core.reporting r)) as name) z
     cross join lateral (
       select (earliest.at at time zone z.name)::date as day, (earliest.at at time zone z.name)::time as time) l
  ), at) end
$$;
