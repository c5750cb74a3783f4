-- Whom nobody is to know any more: a person like a tenant stays as rows that count, without a word of who it was.
alter table core.members add column anonymised_at timestamptz;
create index members_anonymised on core.members (tenant_id, external_id) where anonymised_at is not null;
create index tenant_status_anonymised on core.tenant_status (tenant_id) where lifecycle = 'anonymised';

-- What is still counted of an event's data, and nothing else of it. Where different values are counted, each becomes another that nobody can read.
create function core.bare_data(data jsonb, kept jsonb, salt text) returns jsonb language plpgsql immutable parallel safe as $$
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

-- By an event's type, what of its data is counted: what a session and a purchase are made of, and what meters read.
create view core.counted_data with (security_invoker = true) as
  select c.type, jsonb_agg(jsonb_build_object('path', c.path, 'is_hidden', c.is_hidden) order by c.is_hidden desc) as kept -- what is added up stays as it is, also where it is told apart
    from (select 'session.' || t as type, to_jsonb(array[f]) as path, false as is_hidden
            from unnest(array['started', 'ended', 'recorded']) t cross join unnest(array['session', 'duration_seconds']) f
          union
          select 'purchase.completed', to_jsonb(array[f]), false from unnest(array['purchase', 'price', 'plan', 'quantity', 'period']) f
          union
          select m.event_type, to_jsonb(m.value_path), m.adds = 'unique' from core.meters m where cardinality(m.value_path) > 0
          union
          select m.event_type, to_jsonb(array[g]), false from core.meters m cross join unnest(m.group_by) g) c
   group by c.type;
grant select on core.counted_data to oc_app;
