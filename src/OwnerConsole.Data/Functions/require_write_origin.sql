-- Rejects writes outside a run or an intake, so that every change can be traced to its origin.
create or replace function core.require_write_origin() returns trigger language plpgsql as $$
begin
  if coalesce(nullif(current_setting('app.run', true), ''), nullif(current_setting('app.intake', true), '')) is null then
    raise exception '%.% is written by a run or an intake only', tg_table_schema, tg_table_name using errcode = '42501';
  end if;
  return null;
end $$;
