-- Tenants whose customers at Stripe were written again. Most of these writes leave the cards as they were, so a tenant is compared again only if its cards have changed.
create table duplicates.stale_cards (
  tenant_id text primary key,
  marks     bigint not null default 1,  -- writes since the last check
  marked_at timestamptz not null default now()
);
create index stale_cards_in_order on duplicates.stale_cards (marked_at, tenant_id);
call core.protect_table('duplicates.stale_cards');
