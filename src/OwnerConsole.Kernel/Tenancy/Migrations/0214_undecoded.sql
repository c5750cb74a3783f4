-- "Needs attention" looks on every page for ids that could not be repaired, because the repaired one exists already.
create index tenants_undecoded on core.tenants (population) where external_id ~* '%2f';
