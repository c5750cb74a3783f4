-- Releases have IDs, so that the log can name one when it is first reported.
alter table errors.releases
  add column release_id text;  -- null for one that was known before
create index releases_in_order on errors.releases (tenant_id, first_seen_at desc);
