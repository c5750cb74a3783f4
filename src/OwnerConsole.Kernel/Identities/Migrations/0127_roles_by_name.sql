-- The names of roles, for the forms that choose among them: what is only read can't see the schema they stand in, and nothing of this is secret.
create view core.team_roles as select key, name, place from auth.roles;
grant select on core.team_roles to oc_app, oc_console;
