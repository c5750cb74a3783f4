-- A key is opened by a run and closed by a run, so that an undo takes back what that run did and nothing else.
alter table auth.api_keys add column opened_by text, add column revoked_by text;
