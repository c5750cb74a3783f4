-- Classes of fields that the people of a role are not shown: each decision is a row that one run opens and the next closes.
create table auth.role_hides (
  role      text not null references auth.roles (key),
  opened_by text not null,
  hides     text[] not null,
  opened_at timestamptz not null default now(),
  closed_by text,
  primary key (role, opened_by)
);
create unique index role_hides_now on auth.role_hides (role) where closed_by is null;
create trigger through_a_door before insert or update or delete on auth.role_hides for each statement execute function core.through_a_door();
grant select, insert, update on auth.role_hides to oc_app;

-- What a role was made with holds until somebody decides; what it is called and may is decided apart from it.
create or replace view auth.roles_now as
select r.key, coalesce(c.name, r.name) as name, coalesce(c.grants, r.grants) as grants, coalesce(h.hides, r.hides) as hides,
       r.id, r.is_built_in, r.place, r.opened_by, r.opened_at, r.closed_by
  from auth.roles r
  left join lateral (select c.name, c.grants from auth.role_changes c where c.role = r.key and c.closed_by is null order by c.opened_at desc limit 1) c on true
  left join auth.role_hides h on h.role = r.key and h.closed_by is null;
alter table auth.role_changes alter column hides set default '{}';

create or replace view core.team_people as
select u.id, u.name, u.email, coalesce(r.key, case when '*' = any(u.grants) then 'owner' end) as role, coalesce(r.grants, u.grants) as grants,
       coalesce(r.hides, '{}') as hides
  from auth.users u
  left join auth.user_roles h on h.user_id = u.id and h.closed_by is null
  left join auth.roles_now r on r.key = h.role
 where not exists (select from auth.removals d where d.user_id = u.id and d.closed_by is null);

create or replace view core.team_roles as select key, name, place, grants, hides from auth.roles_now where closed_by is null;
