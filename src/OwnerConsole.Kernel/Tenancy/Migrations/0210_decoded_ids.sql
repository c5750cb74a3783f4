-- An id with a slash that was sent as part of a path was stored with %2F. Repaired, except where that id exists already: such a row stays as it is and is listed under "Needs attention".
select set_config('app.intake', 'migration', true);
alter table core.tenants no force row level security; -- the owner of the tables is held to it like everyone
alter table core.members no force row level security;

update core.tenants t set external_id = r.repaired
  from (select distinct on (population, repaired) tenant_id, population, repaired
          from (select tenant_id, population, external_id, regexp_replace(external_id, '%2f', '/', 'gi') as repaired from core.tenants where external_id ~* '%2f') w
         order by population, repaired, external_id) r
 where t.tenant_id = r.tenant_id
   and not exists (select from core.tenants o where o.population = r.population and o.external_id = r.repaired);

update core.members m set external_id = r.repaired
  from (select distinct on (tenant_id, repaired) tenant_id, member_id, repaired
          from (select tenant_id, member_id, external_id, regexp_replace(external_id, '%2f', '/', 'gi') as repaired from core.members where external_id ~* '%2f') w
         order by tenant_id, repaired, external_id) r
 where m.tenant_id = r.tenant_id and m.member_id = r.member_id
   and not exists (select from core.members o where o.tenant_id = r.tenant_id and o.external_id = r.repaired);

alter table core.tenants force row level security;
alter table core.members force row level security;
