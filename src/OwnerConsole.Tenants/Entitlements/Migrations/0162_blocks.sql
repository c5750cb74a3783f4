-- A tenant can't go on with something: it uses more than a hard limit allows, or it was refused and nothing was freed since. A block is opened and closed where the row of the period is, whoever changes it.
create table entitlements.blocks (
  tenant_id     text not null,
  feature       text not null,
  period_start  timestamptz not null,
  opened_at     timestamptz not null,
  cause         text not null check (cause in ('exceeded', 'refused')),
  used          numeric(24, 6) not null,   -- by then, with what was reserved
  ceiling       numeric(24, 6) not null,   -- what it was held against
  closed_at     timestamptz,
  opening_told  boolean not null default false, -- the log and the application know
  closing_told  boolean not null default false,
  primary key (tenant_id, feature, period_start, opened_at)
);
create unique index blocks_open on entitlements.blocks (tenant_id, feature, period_start) where closed_at is null;
create index blocks_untold on entitlements.blocks (opened_at) where not opening_told or closed_at is not null and not closing_told;
create index blocks_by_end on entitlements.blocks (closed_at) where closed_at is not null;
call core.own('entitlements.blocks');

alter table entitlements.usage add column blocked_at timestamptz; -- since when a block of it is open
create index usage_blocked on entitlements.usage (tenant_id) where blocked_at is not null;

-- Freed is what falls or is given back, and a limit that grows; a period that is over, and a feature that is gone, block nobody.
create function entitlements.keep_block() returns trigger language plpgsql as $$
begin
  new.blocked_at := case
    when new.period_end <= now() or not exists (select from features.features f where f.key = new.feature and f.closed_by is null) then null
    when new.used > new.ceiling then coalesce(old.blocked_at, now())
    when new.ceiling is null or new.ceiling > old.ceiling or new.used + new.reserved < old.used + old.reserved then null
    else new.blocked_at end;
  return new;
end $$;
create trigger keep_block before update on entitlements.usage for each row
  when (new.blocked_at is not null or new.used > new.ceiling) execute function entitlements.keep_block();

create function entitlements.block_moved() returns trigger language plpgsql as $$
begin
  if new.blocked_at is null then
    update entitlements.blocks b set closed_at = clock_timestamp()
     where b.tenant_id = new.tenant_id and b.feature = new.feature and b.period_start = new.period_start and b.closed_at is null;
    perform core.move_blocks(new.tenant_id, -1);
  else
    insert into entitlements.blocks (tenant_id, feature, period_start, opened_at, cause, used, ceiling)
    values (new.tenant_id, new.feature, new.period_start, clock_timestamp(), case when new.used > new.ceiling then 'exceeded' else 'refused' end,
            new.used + new.reserved, new.ceiling);
    perform core.move_blocks(new.tenant_id, 1);
  end if;
  return null;
end $$;
create trigger block_moved after update on entitlements.usage for each row
  when ((new.blocked_at is null) <> (old.blocked_at is null)) execute function entitlements.block_moved();

-- How often a tenant was refused, by the minute.
create table entitlements.refusals (
  tenant_id text not null,
  feature   text not null,
  minute    timestamptz not null,
  number    bigint not null,
  primary key (tenant_id, feature, minute)
);
create index refusals_by_age on entitlements.refusals using brin (minute);
call core.own('entitlements.refusals');
