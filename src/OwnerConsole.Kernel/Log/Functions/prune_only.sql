-- Allows a single change of log entries: the retention job can remove sentence and data of a signed line that is at least 90 days old.
-- Lines that record such a removal can't be changed.
create or replace function core.prune_only() returns trigger language plpgsql as $$
begin
  if current_setting('app.intake', true) = 'log.prune'
     and old.pruned_at is null and new.pruned_at = now() and new.data is null
     and new.sentence ~ '^\{"text":"Removed under the retention policy \(kept for \{0\} days\)\.","parts":\[\{"number":[1-9][0-9]{1,3}\}\]\}$'
     and old.at < now() - interval '90 days'
     and not (old.kind = 'system' and old.code is not distinct from 'log_pruned')
     and to_jsonb(new) - array['sentence', 'data', 'pruned_at'] = to_jsonb(old) - array['sentence', 'data', 'pruned_at']
     and exists (select from core.log_order o where o.id = old.id and o.pos <= (select max(c.size) from core.log_checkpoints c))
  then
    return new;
  end if;
  raise exception '%.% is append-only', tg_table_schema, tg_table_name using errcode = '42501';
end $$;

create or replace trigger append_only before update on core.log for each row execute function core.prune_only();
alter table core.log enable always trigger append_only;
