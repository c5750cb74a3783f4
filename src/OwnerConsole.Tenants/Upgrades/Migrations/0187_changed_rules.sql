-- A rule that is changed keeps its name, and so what it has approved today counts: each change is a row of its own, and one is open.
alter table upgrades.rules drop constraint rules_pkey;
alter table upgrades.rules add primary key (tenant_id, rule_id, opened_by);
create unique index rules_one on upgrades.rules (rule_id) where closed_by is null;
