-- Reduces the data of an anonymised event to the fields that are still counted.
-- Fields counted by distinct values are replaced by a salted hash.
create or replace function core.countable_data(data jsonb, kept jsonb, salt text) returns jsonb language plpgsql immutable parallel safe as $$
declare
  bare jsonb := '{}';
  one  jsonb;
  path text[];
begin
  for one in select * from jsonb_array_elements(kept) loop
    path := array(select jsonb_array_elements_text(one->'path'));
    continue when data #> path is null;
    for depth in 1 .. cardinality(path) - 1 loop
      if bare #> path[:depth] is null then
        bare := jsonb_set(bare, path[:depth], '{}');
      end if;
    end loop;
    bare := jsonb_set(bare, path, case when (one->>'is_hidden')::boolean then to_jsonb(md5(salt || left(data #>> path, 200))) else data #> path end);
  end loop;
  return bare;
end $$;
