-- When settings were replaced, because delivery reports of an earlier service are accepted for a limited time.
select set_config('app.intake', 'migration', true);
alter table emails.settings add column closed_at timestamptz;
update emails.settings set closed_at = now() where closed_by is not null;
