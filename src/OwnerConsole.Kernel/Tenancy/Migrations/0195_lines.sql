-- A tenant's small line in one row: a day of each tenant lies where that day was written, so the line of a page of tenants was 1,600 rows anywhere.
alter table core.tenant_people
  add column line_until    date,                               -- the last day of what is kept; null: nothing is
  add column line          text not null default '',           -- activity of the 31 days up to it, apart by spaces, as it is read; empty: none on any of them
  add column line_sessions bigint not null default 0;          -- that started in its month, up to it

-- Whoever writes a day that may be kept, also the release before this one, has the line forgotten. The last two days never are, and those are nearly all that is written.
create function core.forget_line() returns trigger language plpgsql as $$
begin
  update core.tenant_people p set line_until = null, line = '', line_sessions = 0
   where p.tenant_id = coalesce(new.tenant_id, old.tenant_id) and p.line_until >= coalesce(new.day, old.day);
  return null;
end $$;
create trigger forget_line_in after insert or update on core.tenant_days for each row
  when (new.day < (now() at time zone 'UTC')::date - 1 and new.day > (now() at time zone 'UTC')::date - 40) execute function core.forget_line();
create trigger forget_line_out after delete on core.tenant_days for each row
  when (old.day < (now() at time zone 'UTC')::date - 1 and old.day > (now() at time zone 'UTC')::date - 40) execute function core.forget_line();
