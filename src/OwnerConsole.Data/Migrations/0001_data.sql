-- Schemas core, work and auth, and the rights of each database role in them.
do $$
begin
  if to_regrole('oc_bound') is null or to_regrole('oc_portal') is null then
    raise exception 'The roles oc_bound and oc_portal are missing: create them as described in docs/external-postgresql.md and start again.';
  end if;
end $$;

create extension if not exists pg_trgm with schema public;

create schema core;
create schema work;
create schema auth;
grant usage on schema core, work, auth to oc_app;
grant usage on schema core, work to oc_console;
grant usage on schema core to oc_sequencer, oc_bound, oc_portal;
