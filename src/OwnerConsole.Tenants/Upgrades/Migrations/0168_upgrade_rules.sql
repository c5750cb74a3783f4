-- Which requests are approved without a person: each rule is a principal of its own, with one permission and a ceiling.
create table upgrades.rules (
  tenant_id   text not null,             -- the platform's
  rule_id     text not null,
  plan        text not null,             -- the key of what is asked for
  instead_of  text,                      -- the key of the only plan that is given up for it; null for whatever is
  tenure_days int not null check (tenure_days >= 0),
  daily       int not null check (daily > 0),
  opened_by   text not null,
  opened_at   timestamptz not null,
  closed_by   text,
  closed_at   timestamptz,
  primary key (tenant_id, rule_id)
);
call core.own('upgrades.rules');

-- Who may say what is approved without them: whoever may approve.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{upgrade_rule.*}' where key in ('admin', 'finance');
