-- An add-on adds what it grants to what other plans grant, once for each piece of it. A plan is one for ever.
alter table plans.plans add column is_addon boolean not null default false;
grant select (is_addon) on plans.plans to oc_portal;
grant select (quantity) on core.plan_items to oc_portal;
