-- A tenant is blocked as long as something of it is: counted here, whoever opens and closes the blocks. Every change is a new revision, which a preview remembers.
create or replace function core.change_block_count(blocked text, by int) returns void language sql as $$
  update core.tenant_status set blocks = blocks + by, revision = revision + 1 where tenant_id = blocked
$$;
