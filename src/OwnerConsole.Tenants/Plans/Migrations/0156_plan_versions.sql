-- A plan's terms are numbered versions: what somebody holds is the version of the day they took it, unless a later one was given to everybody. What a version grants is never changed.
alter table plans.terms
  add column number     int not null default 1,
  add column holders    text not null default 'new' check (holders in ('new', 'all', 'from')), -- who gets it besides those who take the plan from then on
  add column holders_at timestamptz,       -- when those get it who hold the plan already; for 'from'
  add column withdrawn  boolean not null default false, -- an undo has taken it back: nobody holds it
  add check ((holders = 'from') = (holders_at is not null));

select set_config('app.intake', 'migration', true);
update plans.terms t
   set number = n.number
  from (select plan_id, opened_by, row_number() over (partition by plan_id order by opened_at, opened_by) as number from plans.terms) n
 where n.plan_id = t.plan_id and n.opened_by = t.opened_by;

create table plans.limits (
  plan_id   text not null,
  number    int not null,                  -- of the version
  feature   text not null,                 -- its key
  allows    text not null,                 -- on, off, unlimited, a number or a value
  opened_by text not null,                 -- the run that published the version
  closed_by text,                          -- the run that took it back: nobody holds it any more
  primary key (plan_id, number, feature)
);
call core.own_global('plans.limits');
grant select on plans.limits to oc_console, oc_bound;
