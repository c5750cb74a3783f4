-- What is offered is the same for everybody, also for who is bound to some tenants.
grant usage on schema plans to oc_bound;
grant select on plans.plans, plans.terms to oc_bound;
