-- Marks currencies whose exchange rates changed. Rates are never deleted.
create or replace trigger mark_stale_revenue_in after insert on rates.exchange_rates referencing new table as now_rows for each statement execute function core.mark_stale_revenue();
create or replace trigger mark_stale_revenue_up after update on rates.exchange_rates referencing old table as old_rows new table as now_rows for each statement execute function core.mark_stale_revenue();
