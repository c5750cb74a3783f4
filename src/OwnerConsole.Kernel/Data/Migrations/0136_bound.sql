-- Who is bound to tenants, a key to one or a role of the team to a segment, reads as a role that sees nothing of any other: what a query forgets to ask, the database does not answer.
do $$
begin
  if to_regrole('oc_bound') is null then
    raise exception 'The role oc_bound is missing: make it as docs/upgrade.md says, and start again.';
  end if;
end $$;

create or replace procedure core.own(owned regclass) language plpgsql as $$
begin
  execute format('create trigger through_a_door before insert or update or delete on %s for each statement execute function core.through_a_door()', owned);
  execute format('alter table %s enable row level security', owned);
  execute format('alter table %s force row level security', owned);
  execute format('create policy named_tenants on %s to oc_app, oc_bound using (tenant_id in (select unnest(core.named_tenants()))) with check (tenant_id in (select unnest(core.named_tenants())))', owned);
  execute format('create policy console on %s for select to oc_console using (true)', owned);
  execute format('grant select, insert, update, delete on %s to oc_app', owned);
  execute format('grant select on %s to oc_console, oc_bound', owned);
  execute format('grant usage on schema %s to oc_bound', (select relnamespace::regnamespace from pg_class where oid = owned));
end $$;

do $$
declare policy record;
begin
  for policy in select schemaname, tablename from pg_policies where policyname = 'named_tenants' loop
    execute format('alter policy named_tenants on %I.%I to oc_app, oc_bound', policy.schemaname, policy.tablename);
    execute format('grant select on %I.%I to oc_bound', policy.schemaname, policy.tablename);
    execute format('grant usage on schema %I to oc_bound', policy.schemaname);
  end loop;
end $$;

-- Of what belongs to no tenant only this, which everybody works with and which says nothing of anybody: where days begin, what is offered, what is counted, what is chosen, what every page warns of.
-- The platform's own numbers, what waits in its lanes and what its application sends are not among it.
grant select on core.folding, core.log_alerts, core.log_order, core.meters, core.plan_prices, core.reporting, core.restores, core.selections, core.settings, core.stop to oc_bound;

-- What the application has declared is the platform's too: by it attributes are called and operations offered.
create policy platforms on core.applications for select to oc_bound using (tenant_id = 'tnt_platform');
create policy platforms on core.application_operations for select to oc_bound using (tenant_id = 'tnt_platform');

-- A run shows what it was asked for with, and a preview what would happen, so whoever is bound sees them only if all of it is theirs. That others are touched can't be
-- asked for by who doesn't see the others: the subjects that are seen are counted, and have to be all of them.
alter table core.runs
  add column about   text,                       -- the preview whose subjects it is about: its own, or that of the run which it takes back
  add column segment text;                       -- of a run that acts under grants of its own: the tenants that who scheduled it saw

create function core.know_subjects() returns trigger language plpgsql as $$
begin
  new.about := coalesce(new.preview_id, (select u.about from core.runs u where u.run_id = new.undo_of));
  return new;
end $$;
create trigger know_subjects before insert on core.runs for each row execute function core.know_subjects();

select set_config('app.intake', 'migration', true);
update core.runs r set about = coalesce(r.preview_id, (select u.preview_id from core.runs u where u.run_id = r.undo_of));

do $$
declare open text;
begin
  foreach open in array array['money_dirt', 'previews', 'runs', 'things'] loop
    execute format('alter table core.%I enable row level security', open);
    execute format('create policy app on core.%I to oc_app using (true) with check (true)', open);
    execute format('create policy console on core.%I for select to oc_console using (true)', open);
    execute format('grant select on core.%I to oc_bound', open);
  end loop;
end $$;
create policy bound on core.previews for select to oc_bound
  using (subjects > 0 and subjects = (select count(*) from core.preview_subjects s where s.preview_id = previews.preview_id));
create policy bound on core.runs for select to oc_bound
  using (exists (select from core.previews p where p.preview_id = runs.about));
-- Whose money is counted anew says how fresh a number is, of theirs alone.
create policy bound on core.money_dirt for select to oc_bound using (kind = 'plan' or id in (select unnest(core.named_tenants())));
-- What is somebody's has a tenant; the others are the names by which the log calls the team's keys, plans and endpoints.
create policy bound on core.things for select to oc_bound using (about is null or about in (select unnest(core.named_tenants())));

-- What an address of the directory would have to say for a tenant to be of the segment; null for all tenants. Set by a run, closed by the next.
create table auth.role_segments (
  role      text not null references auth.roles,
  opened_by text not null,
  segment   text,
  opened_at timestamptz not null default now(),
  closed_by text,
  primary key (role, opened_by)
);
create unique index role_segment_now on auth.role_segments (role) where closed_by is null;
create trigger through_a_door before insert or update or delete on auth.role_segments for each statement execute function core.through_a_door();
grant select, insert, update on auth.role_segments to oc_app;
