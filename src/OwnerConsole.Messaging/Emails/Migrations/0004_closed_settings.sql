-- When settings were replaced, because delivery reports of an earlier service are accepted for a limited time.
select set_config('app.intake', 'migration', true);
alter table emails.settings add column closed_at timestamptz;
alter table emails.settings no force row level security;  -- this migration runs as the owner
update emails.settings set closed_at = now() where closed_by is not null;
alter table emails.settings force row level security;
