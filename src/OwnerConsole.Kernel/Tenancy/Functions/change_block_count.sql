-- Changes the number of open blocks of a tenant, which is blocked while there is at least one.
-- Each change increments the revision, so that earlier previews become stale.
create or replace function core.change_block_count(blocked text, by int) returns void language sql as $$
  update core.tenant_status set blocks = blocks + by, revision = revision + 1 where tenant_id = blocked
$$;
