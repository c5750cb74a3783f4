-- Every transaction that is logged pays for every index of the log: each now grows at its end, the dense kinds have none of their own,
-- and a tenant's own line, whose subject is the tenant, is found by the tenant.
drop index core.log_by_time;
drop index core.log_by_tenant;
drop index core.log_by_actor;
drop index core.log_by_operation;
drop index core.log_by_subject;
drop index core.log_by_outcome;
drop index core.log_by_kind;
create index log_by_time on core.log (at, id);
create index log_by_tenant on core.log (tenant_id, at, id);
create index log_by_actor on core.log (actor, at, id);
create index log_by_operation on core.log (operation, at, id) where operation is not null;
create index log_by_subject on core.log (subject, at, id) where subject <> tenant_id;
create index log_by_outcome on core.log (outcome, at, id) where outcome <> 'done';
create index log_by_kind on core.log (kind, at, id) where kind in ('undo', 'system');
