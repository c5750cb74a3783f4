-- An instant out of what somebody said; null when it is none.
create or replace function core.parse_time(said text) returns timestamptz language plpgsql stable parallel safe as $$
begin
  return said::timestamptz;
exception when data_exception then
  return null;
end $$;
