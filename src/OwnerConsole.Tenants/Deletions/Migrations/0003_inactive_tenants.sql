-- Names the retention policy that schedules deletions of inactive tenants, as the requester of its runs.
select set_config('app.intake', 'migration', true);
insert into core.entity_names (id, kind, name) values ('inactive_tenants_policy', 'retention_policy', 'Retention policy');
