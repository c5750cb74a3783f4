-- A version that is still being written: one of a plan at most, sold to nobody until it is published. Each change is a row of its own, opened by one run and closed by the next.
create table plans.drafts (
  plan_id    text not null,
  opened_by  text not null,              -- the run that wrote it so
  amount     bigint not null check (amount >= 0),
  currency   text not null,
  interval   text not null check (interval in ('month', 'year')),
  trial_days int not null check (trial_days >= 0),
  limits     jsonb not null,             -- of each feature how much it grants
  opened_at  timestamptz not null,
  closed_by  text,                       -- the run that changed, discarded or published it
  closed_at  timestamptz,
  primary key (plan_id, opened_by)
);
create unique index drafts_open on plans.drafts (plan_id) where closed_by is null;
call core.own_global('plans.drafts');
grant select on plans.drafts to oc_console, oc_bound;

-- What was published is what people took: it is closed or withdrawn, and says for ever what it said.
create function plans.keep() returns trigger language plpgsql as $$
declare may text[] := '{closed_by,closed_at,withdrawn,holders_at}';
begin
  if tg_op = 'DELETE' or (to_jsonb(new) - may) <> (to_jsonb(old) - may) then
    raise exception 'a published version is never changed' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger keep before update or delete on plans.terms for each row execute function plans.keep();
create trigger keep before update or delete on plans.limits for each row execute function plans.keep();
