-- A value of an event as a number; null for what is none, so that one bad value can't stop folding.
create or replace function core.parse_number(said text) returns numeric language sql immutable parallel safe
  return case when said ~ '^-?[0-9]{1,30}(\.[0-9]{1,20})?$' then said::numeric end;

-- A number in an event's data, as core.parse_number(text) reads it: of one that is written as a number only how large and how fine it is has to be looked at, not each of its digits.
create or replace function core.parse_number(said jsonb) returns numeric language sql immutable parallel safe
  return case jsonb_typeof(said)
           when 'number' then case when abs(said::numeric) < 1e30 and scale(said::numeric) <= 20 then said::numeric end
           when 'string' then core.parse_number(said #>> '{}')
         end;
