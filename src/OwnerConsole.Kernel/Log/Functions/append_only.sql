-- Rejects changes and deletions of log entries, their order and proofs, even by the owner of the tables.
create or replace function core.append_only() returns trigger language plpgsql as $$
begin
  raise exception '%.% is append-only', tg_table_schema, tg_table_name using errcode = '42501';
end $$;

-- Triggers are enabled ALWAYS, because a session in replica mode would skip them otherwise.
create or replace trigger append_only before update or delete on core.log_order for each row execute function core.append_only();
create or replace trigger append_only before update or delete on core.log_checkpoints for each row execute function core.append_only();
create or replace trigger append_only before update on core.log_key for each row
  when ((old.only_row, old.origin, old.public_key) is distinct from (new.only_row, new.origin, new.public_key)) execute function core.append_only();
create or replace trigger append_only_kept before delete on core.log for each row execute function core.append_only();
create or replace trigger append_only_kept before delete on core.log_key for each row execute function core.append_only();
create or replace trigger append_only_whole before truncate on core.log for each statement execute function core.append_only();
create or replace trigger append_only_whole before truncate on core.log_order for each statement execute function core.append_only();
create or replace trigger append_only_whole before truncate on core.log_checkpoints for each statement execute function core.append_only();
create or replace trigger append_only_whole before truncate on core.log_key for each statement execute function core.append_only();
alter table core.log_checkpoints enable always trigger append_only;
alter table core.log_key enable always trigger append_only;
alter table core.log_order enable always trigger append_only;
alter table core.log enable always trigger append_only_kept;
alter table core.log_key enable always trigger append_only_kept;
alter table core.log enable always trigger append_only_whole;
alter table core.log_checkpoints enable always trigger append_only_whole;
alter table core.log_key enable always trigger append_only_whole;
alter table core.log_order enable always trigger append_only_whole;
