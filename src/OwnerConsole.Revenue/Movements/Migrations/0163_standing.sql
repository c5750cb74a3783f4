-- What every tenant pays today, plan by plan, so that today's numbers cost what is paid and not what ever moved. Kept by the database with every movement, whoever writes it: also a release before, and who erases a demo.
create table movements.standing (
  tenant_id   text not null,
  currency    text not null,
  plan        text not null,
  population  text not null,
  delta_minor bigint not null,              -- the sum of all movements; no row where it is 0
  primary key (tenant_id, currency, plan)
);

create function movements.keep_standing() returns trigger language plpgsql as $$
declare sign int := case tg_op when 'INSERT' then 1 else -1 end;
begin
  insert into movements.standing as s (tenant_id, currency, plan, population, delta_minor)
  select r.tenant_id, r.currency, r.plan, min(r.population), sign * sum(r.delta_minor)
    from changed r
   group by 1, 2, 3
  having sum(r.delta_minor) <> 0
   order by 1, 2, 3
  on conflict (tenant_id, currency, plan) do update set delta_minor = s.delta_minor + excluded.delta_minor;
  delete from movements.standing where delta_minor = 0;
  return null;
end $$;

-- The owner of the tables is held to row-level security like everybody. This comes first, so that whoever reads to write waits at once, and nobody in a circle.
alter table movements.movements no force row level security;
create trigger keep_standing_in after insert on movements.movements referencing new table as changed for each statement execute function movements.keep_standing();
create trigger keep_standing_out after delete on movements.movements referencing old table as changed for each statement execute function movements.keep_standing();
insert into movements.standing (tenant_id, currency, plan, population, delta_minor)
select tenant_id, currency, plan, min(population), sum(delta_minor) from movements.movements group by 1, 2, 3 having sum(delta_minor) <> 0;
alter table movements.movements force row level security;

create index standing_reported on movements.standing (population, currency);
create index standing_empty on movements.standing (tenant_id) where delta_minor = 0;
call core.own('movements.standing');
