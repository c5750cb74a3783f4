-- Reads a number from text; null if it is not one, so that one invalid value can't stop event processing.
create or replace function core.parse_number(said text) returns numeric language sql immutable parallel safe
  return case when said ~ '^-?[0-9]{1,30}(\.[0-9]{1,20})?$' then said::numeric end;

-- Reads a number from event data under the same limits. For JSON numbers, checking magnitude and scale is enough and avoids parsing the digits.
create or replace function core.parse_number(said jsonb) returns numeric language sql immutable parallel safe
  return case jsonb_typeof(said)
           when 'number' then case when abs(said::numeric) < 1e30 and scale(said::numeric) <= 20 then said::numeric end
           when 'string' then core.parse_number(said #>> '{}')
         end;
