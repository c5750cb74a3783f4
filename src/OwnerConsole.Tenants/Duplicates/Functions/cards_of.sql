-- Returns Stripe's fingerprints of the cards of a tenant's customers, at most 20. Cards of test mode are left out, because all tests use the same few numbers.
-- Its statement is planned at the first call that reaches it, so that a console that is built without these modules has none.
create or replace function duplicates.cards_of(of_tenant text) returns text[] language plpgsql stable as $$
begin
  if to_regclass('billing.customers') is null or to_regclass('stripe.objects') is null then
    return '{}';
  end if;
  return array(select distinct o.body #>> '{card,fingerprint}'
                 from billing.customers c
                 join stripe.objects o on o.tenant_id = 'tnt_platform' and o.customer = c.id and o.account_id = c.account_id
                where c.tenant_id = of_tenant and c.mode = 'live' and c.deleted_at is null and o.type = 'payment_method' and not o.is_deleted
                  and o.body #>> '{card,fingerprint}' is not null
                order by 1
                limit 20);
end $$;
