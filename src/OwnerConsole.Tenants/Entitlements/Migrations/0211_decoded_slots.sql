-- What takes one of a gauge was stored with %2F where its id has a slash. Repaired, except where the same is counted by the right id already.
select set_config('app.intake', 'migration', true);
alter table entitlements.slots no force row level security; -- the owner of the tables is held to it like everyone

update entitlements.slots s set external_id = r.repaired
  from (select distinct on (tenant_id, feature, period_start, repaired) tenant_id, feature, period_start, external_id, repaired
          from (select tenant_id, feature, period_start, external_id, regexp_replace(external_id, '%2f', '/', 'gi') as repaired from entitlements.slots where external_id ~* '%2f') w
         order by tenant_id, feature, period_start, repaired, external_id) r
 where s.tenant_id = r.tenant_id and s.feature = r.feature and s.period_start = r.period_start and s.external_id = r.external_id
   and not exists (select from entitlements.slots o
                    where o.tenant_id = r.tenant_id and o.feature = r.feature and o.period_start = r.period_start and o.external_id = r.repaired);

alter table entitlements.slots force row level security;
