-- A number is found by the index however it is written: 1.50 is stored as 1.5.
select set_config('app.intake', 'migration', true);
alter table core.attributes no force row level security; -- the owner of the tables is held to it like everyone
update core.attributes set value = to_jsonb(trim_scale((value #>> '{}')::numeric))
 where to_at is null and jsonb_typeof(value) = 'number' and value #>> '{}' <> trim_scale((value #>> '{}')::numeric)::text;
alter table core.attributes force row level security;
