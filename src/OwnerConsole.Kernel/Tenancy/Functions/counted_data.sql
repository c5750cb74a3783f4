-- Lists the data fields that are counted per event type: those of sessions, purchases and meters.
create or replace view core.counted_data with (security_invoker = true) as
  select c.type, jsonb_agg(jsonb_build_object('path', c.path, 'is_hidden', c.is_hidden) order by c.is_hidden desc) as kept  -- unhidden last, so that fields which are also summed stay readable
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
