-- Escalation: further destinations after some time without acknowledgement, and what was sent since the first notification of a group.
alter table alerts.routes
  add column steps jsonb not null default '[]';  -- destinations that are notified later, by severity

alter table alerts.notifications
  add column kind text check (kind in ('escalation', 'acknowledgement'));  -- null for news about a group

-- A group of alerts from its first notification until all of its alerts are resolved.
create table alerts.episodes (
  tenant_id       text not null,  -- always tnt_platform
  rule_id         text not null,
  started_at      timestamptz not null,
  escalated       jsonb not null default '[]',  -- steps that were sent
  escalated_at    timestamptz,  -- when the last step was sent; null before the first
  signalled       text[] not null default '{}',  -- channels whose service has an open incident
  acknowledged_at timestamptz,  -- when all alerts were acknowledged; null while one is not
  primary key (tenant_id, rule_id)
);

-- Groups that were notified before the upgrade escalate too.
alter table alerts.groups no force row level security;  -- this migration runs as the owner
insert into alerts.episodes (tenant_id, rule_id, started_at)
select g.tenant_id, g.rule_id, coalesce(g.notified_at, now()) from alerts.groups g where cardinality(g.notified) > 0;
alter table alerts.groups force row level security;
call core.protect_table('alerts.episodes');
