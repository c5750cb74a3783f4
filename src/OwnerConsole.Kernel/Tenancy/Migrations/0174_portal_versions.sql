-- Which version of its plan a tenant holds stands on its own page, too.
grant select (taken_at) on core.plan_items to oc_portal;
