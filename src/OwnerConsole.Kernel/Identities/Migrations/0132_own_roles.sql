-- Roles that the team makes for itself. What a role is called, may and hides is what its last open change says, or what it was made with; its ceilings are rows of the same kind.
select set_config('app.intake', 'migration', true);
alter table auth.roles
  add column id        text,                     -- what operations name it by; every role has one
  add column hides     text[] not null default '{}', -- classes of fields that whoever has it is not shown
  add column opened_by text,                     -- null for those that are built in
  add column opened_at timestamptz not null default now(),
  add column closed_by text;
update auth.roles set id = 'rol_' || key;
create unique index roles_by_id on auth.roles (id);
update auth.roles set grants = grants || '{role.*}' where key = 'admin';
insert into core.things (id, kind, name) select id, 'role', name from auth.roles;

create table auth.role_changes (
  role      text not null references auth.roles,
  name      text not null,
  grants    text[] not null,
  hides     text[] not null,
  opened_by text not null,
  opened_at timestamptz not null default now(),
  closed_by text,
  primary key (role, opened_by)
);
create index role_changes_open on auth.role_changes (role, opened_at desc) where closed_by is null;

-- How much each person of a role may do in a time without a second person: the last open row of a word counts, and one without a number says that there is none.
create table auth.role_ceilings (
  role        text not null references auth.roles,
  permission  text not null,                     -- a word of the permission grammar
  per         interval not null,
  subjects    bigint,
  minor_units bigint,                            -- in the reporting currency
  opened_by   text not null,
  opened_at   timestamptz not null default now(),
  closed_by   text,
  primary key (role, permission, opened_by)
);
create index role_ceilings_open on auth.role_ceilings (role, permission, opened_at desc) where closed_by is null;

do $$
declare owned text;
begin
  foreach owned in array array['role_changes', 'role_ceilings'] loop
    execute format('create trigger through_a_door before insert or update or delete on auth.%I for each statement execute function core.through_a_door()', owned);
    execute format('grant select, insert, update on auth.%I to oc_app', owned);
  end loop;
end $$;

create view auth.roles_now as
select r.key, coalesce(c.name, r.name) as name, coalesce(c.grants, r.grants) as grants, coalesce(c.hides, r.hides) as hides,
       r.id, r.is_built_in, r.place, r.opened_by, r.opened_at, r.closed_by
  from auth.roles r
  left join lateral (select c.name, c.grants, c.hides from auth.role_changes c where c.role = r.key and c.closed_by is null order by c.opened_at desc limit 1) c on true;
grant select on auth.roles_now to oc_app;

create or replace view auth.people with (security_invoker = true) as
select u.id, u.name, u.email, u.email_key, u.password_hash, u.authenticator, u.created_at,
       coalesce(r.grants, u.grants) as grants,
       coalesce(r.key, case when '*' = any(u.grants) then 'owner' end) as role,
       coalesce(r.hides, '{}') as hides
  from auth.users u
  left join auth.user_roles h on h.user_id = u.id and h.closed_by is null
  left join auth.roles_now r on r.key = h.role
 where not exists (select from auth.removals d where d.user_id = u.id and d.closed_by is null);

create or replace view core.team_roles as select key, name, place from auth.roles_now where closed_by is null;
