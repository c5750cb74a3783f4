--# What was published is what people took: it is closed or withdrawn, and says for ever what it said.
create or replace function plans.keep() returns trigger language plpgsql as $$
declare may text[] := '{closed_by,closed_at,withdrawn,holders_at}';
begin
  if tg_op = 'DELETE' or (to_jsonb(new) - may) <> (to_jsonb(old) - may) then
    raise exception 'a published version is never changed' using errcode = '23514';
  end if;
  return new;
end $$;

create or replace trigger keep before update or delete on plans.terms for each row execute function plans.keep();
create or replace trigger keep before update or delete on plans.limits for each row execute function plans.keep();
