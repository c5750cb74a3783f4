-- Marks tenants whose revenue must be recalculated because the MRR of their subscriptions changed, and prices that were mapped to another plan. The MRR of a
-- subscription is never updated, and mappings are never deleted.
create or replace trigger mark_stale_revenue_in after insert on billing.subscription_mrr referencing new table as now_rows for each statement execute function core.mark_stale_revenue();
create or replace trigger mark_stale_revenue_out after delete on billing.subscription_mrr referencing old table as old_rows for each statement execute function core.mark_stale_revenue();
create or replace trigger mark_stale_revenue_in after insert on billing.price_plans referencing new table as now_rows for each statement execute function core.mark_stale_revenue();
create or replace trigger mark_stale_revenue_up after update on billing.price_plans referencing new table as now_rows for each statement execute function core.mark_stale_revenue();
