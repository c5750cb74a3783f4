-- The log's key is sealed anew when the key that it is sealed with is replaced. It stays the same key: what proves its signatures never changes.
drop trigger append_only on core.log_key;
create trigger append_only before update on core.log_key for each row
  when ((old.only_row, old.origin, old.public_key) is distinct from (new.only_row, new.origin, new.public_key)) execute function core.append_only();
create trigger append_only_kept before delete on core.log_key for each row execute function core.append_only();
alter table core.log_key enable always trigger append_only;
alter table core.log_key enable always trigger append_only_kept;
grant update (sealed) on core.log_key to oc_app;
