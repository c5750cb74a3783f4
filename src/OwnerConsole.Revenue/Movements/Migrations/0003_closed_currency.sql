-- A month is closed in the reporting currency of that time. If the currency changes, the month is open in the new one.
alter table movements.closings add column currency text;
select set_config('app.intake', 'migration', true), set_config('app.tenant', 'tnt_platform', true);
update movements.closings set currency = (select currency from core.reporting);
drop index movements.closings_open;
create unique index closings_open on movements.closings (tenant_id, month, currency) where closed_by is null;

-- Day whose rates amounts in constant currency use. It is chosen once.
alter table movements.settings add column constant_day date;
