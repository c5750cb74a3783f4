-- Pages of these origins may send with the key. Empty: no page of any other site may.
alter table auth.api_keys add column origins text[] not null default '{}';
