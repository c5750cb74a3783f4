-- Reads a time from text; null if it is not one, so that one invalid value can't stop event processing.
create or replace function core.parse_time(said text) returns timestamptz language plpgsql stable parallel safe as $$
begin
  return said::timestamptz;
exception when data_exception then
  return null;
end $$;
