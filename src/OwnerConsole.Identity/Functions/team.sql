-- Views of the current team members and roles. Later changes of a role override the values it was created with.
create or replace view auth.roles_now as
select r.key, coalesce(c.name, r.name) as name, coalesce(c.grants, r.grants) as grants, coalesce(h.hides, r.hides) as hides,
       r.id, r.is_built_in, r.place, r.opened_by, r.opened_at, r.closed_by
  from auth.roles r
  left join lateral (select c.name, c.grants from auth.role_changes c where c.role = r.key and c.closed_by is null order by c.opened_at desc limit 1) c on true
  left join auth.role_hides h on h.role = r.key and h.closed_by is null;
grant select on auth.roles_now to oc_app;

create or replace view auth.team_members with (security_invoker = true) as
select u.id, u.name, u.email, u.email_key, u.password_hash, u.authenticator, u.created_at,
       coalesce(r.grants, u.grants) as grants,
       coalesce(r.key, case when '*' = any(u.grants) then 'owner' end) as role,
       coalesce(r.hides, '{}') as hides
  from auth.users u
  left join auth.user_roles h on h.user_id = u.id and h.closed_by is null
  left join auth.roles_now r on r.key = h.role
 where not exists (select from auth.removals d where d.user_id = u.id and d.closed_by is null);
grant select on auth.team_members to oc_app;

create or replace view core.team_members as
select u.id, u.name, u.email, coalesce(r.key, case when '*' = any(u.grants) then 'owner' end) as role, coalesce(r.grants, u.grants) as grants,
       coalesce(r.hides, '{}') as hides
  from auth.users u
  left join auth.user_roles h on h.user_id = u.id and h.closed_by is null
  left join auth.roles_now r on r.key = h.role
 where not exists (select from auth.removals d where d.user_id = u.id and d.closed_by is null);
grant select on core.team_members to oc_app, oc_console;

create or replace view core.team_roles as select key, name, place, grants, hides from auth.roles_now where closed_by is null;
grant select on core.team_roles to oc_app, oc_console;
