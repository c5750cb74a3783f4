-- A tenant's own pages read as a role that sees of one tenant what those pages show, column by column, and nothing else: what a page forgets to leave out, the database doesn't answer.
do $$
begin
  if to_regrole('oc_portal') is null then
    raise exception 'The role oc_portal is missing: make it as docs/upgrade.md says, and start again.';
  end if;
end $$;

-- Shows these columns of a table on its tenant's own pages.
create procedure core.show_in_portal(shown regclass, variadic columns text[]) language plpgsql as $$
begin
  execute format('create policy portal on %s for select to oc_portal using (tenant_id in (select unnest(core.named_tenants())))', shown);
  execute format('grant select (%s) on %s to oc_portal', (select string_agg(quote_ident(c), ', ') from unnest(columns) c), shown);
  execute format('grant usage on schema %s to oc_portal', (select relnamespace::regnamespace from pg_class where oid = shown));
end $$;

-- That an application let somebody in: by a link that is good once and for minutes, and from then on by a cookie, for an hour.
create table core.portal_sessions (
  tenant_id   text not null,
  portal_id   text not null,
  member_id   text,                      -- who it is, as the application says; null when it doesn't
  scopes      text[] not null,
  return_url  text,                      -- where the page leads back to
  opened_by   text not null,             -- the key that asked
  opened_at   timestamptz not null,
  link_hash   bytea not null,
  link_until  timestamptz not null,
  secret_hash bytea,                     -- of the cookie; null until the link was used
  used_at     timestamptz,
  ends_at     timestamptz,
  primary key (tenant_id, portal_id),
  check ((used_at is null) = (secret_hash is null) and (used_at is null) = (ends_at is null))
);
create unique index portal_sessions_by_link on core.portal_sessions (tenant_id, link_hash);
create unique index portal_sessions_by_secret on core.portal_sessions (tenant_id, secret_hash) where secret_hash is not null;
create index portal_sessions_by_age on core.portal_sessions using brin (opened_at);
call core.own('core.portal_sessions');

call core.show_in_portal('core.portal_sessions', 'tenant_id', 'portal_id', 'member_id', 'scopes', 'return_url', 'opened_by', 'secret_hash', 'ends_at');
call core.show_in_portal('core.tenants', 'tenant_id', 'name', 'opened_at', 'time_zone');
call core.show_in_portal('core.tenant_status', 'tenant_id', 'status');
call core.show_in_portal('core.plan_items', 'tenant_id', 'plan', 'from_at', 'to_at');
grant select on core.reporting to oc_portal;

-- Whoever administers the platform may try the door that its application uses.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{portal.*}' where key = 'admin';
