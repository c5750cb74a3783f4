-- What was held then and isn't any more is found by when it ended, so that the plans held today cost what is held and not what ever was.
create index plan_items_ended on core.plan_items (to_at) include (tenant_id, plan, quantity, from_at) where to_at is not null;
