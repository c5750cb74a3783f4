-- Opens or closes a block when usage.blocked_at changes, and keeps the tenant's number of blocks.
create or replace function entitlements.record_block() returns trigger language plpgsql as $$
begin
  if new.blocked_at is null then
    update entitlements.blocks b set closed_at = clock_timestamp()
     where b.tenant_id = new.tenant_id and b.feature = new.feature and b.period_start = new.period_start and b.closed_at is null;
    perform core.change_block_count(new.tenant_id, -1);
  else
    insert into entitlements.blocks (tenant_id, feature, period_start, opened_at, cause, used, ceiling)
    values (new.tenant_id, new.feature, new.period_start, clock_timestamp(), case when new.used > new.ceiling then 'exceeded' else 'refused' end,
            new.used + new.reserved, new.ceiling);
    perform core.change_block_count(new.tenant_id, 1);
  end if;
  return null;
end $$;

create or replace trigger record_block after update on entitlements.usage for each row
  when ((new.blocked_at is null) <> (old.blocked_at is null)) execute function entitlements.record_block();
