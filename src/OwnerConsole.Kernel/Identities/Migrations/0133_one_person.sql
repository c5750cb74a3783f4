-- Sessions that somebody else ended, so that ending the wrong ones can be taken back; and who is in the team, for what finds them by name or address, asked by those alone who may see the team.
alter table auth.sessions add column closed_by text; -- the run; null where the person, the clock or a removal ended it
create index sessions_closed_by on auth.sessions (closed_by) where closed_by is not null;

-- Not over auth.people, which asks for the reader's own rights.
create view core.team_people as
select u.id, u.name, u.email, coalesce(r.key, case when '*' = any(u.grants) then 'owner' end) as role, coalesce(r.grants, u.grants) as grants
  from auth.users u
  left join auth.user_roles h on h.user_id = u.id and h.closed_by is null
  left join auth.roles_now r on r.key = h.role
 where not exists (select from auth.removals d where d.user_id = u.id and d.closed_by is null);
grant select on core.team_people to oc_app, oc_console;

-- What roles may, for the sentence that says whose it is.
create or replace view core.team_roles as select key, name, place, grants from auth.roles_now where closed_by is null;
