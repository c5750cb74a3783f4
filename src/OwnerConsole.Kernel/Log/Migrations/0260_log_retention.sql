-- An owner can limit for how long lines of the log keep their sentence and data. The line, its place and its hash stay, and the log records what was removed.
create table core.log_retention (
  tenant_id text not null,                                 -- the platform
  opened_by text not null,                                 -- the run that set it
  days      int check (days between 90 and 3650),          -- null: permanently
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, opened_by)
);
create unique index log_retention_open on core.log_retention (tenant_id) where closed_by is null;
call core.own('core.log_retention');

alter table core.log add column pruned_at timestamptz;     -- when sentence and data were removed; the sentence says so since
grant update (sentence, data, pruned_at) on core.log to oc_app;

-- Verification also reads a record that the sequencer has not placed yet; it has to know which lines are still to be placed.
grant select on core.sequencer to oc_console;

-- One change of a line is allowed: the background job removes sentence and data of a signed line that is at least 90 days old and is no record of such a removal.
create function core.prune_only() returns trigger language plpgsql as $$
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

drop trigger append_only on core.log;
create trigger append_only before update on core.log for each row execute function core.prune_only();
create trigger append_only_kept before delete on core.log for each row execute function core.append_only();
alter table core.log enable always trigger append_only;
alter table core.log enable always trigger append_only_kept;
