-- A month is closed in the reporting currency of that time. If the currency changes, the month is open in the new one.
alter table movements.closings add column currency text;
select set_config('app.intake', 'migration', true);
alter table movements.closings no force row level security;  -- this migration runs as the owner
update movements.closings set currency = (select currency from core.reporting);
alter table movements.closings force row level security;
drop index movements.closings_open;
create unique index closings_open on movements.closings (tenant_id, month, currency) where closed_by is null;

-- Day whose rates amounts in constant currency use. It is chosen once.
alter table movements.settings add column constant_day date;
