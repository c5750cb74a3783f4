-- Rejects changes of published plan versions, because tenants subscribed to their terms. A version can only be closed or withdrawn.
create or replace function plans.refuse_version_change() returns trigger language plpgsql as $$
declare may text[] := '{closed_by,closed_at,withdrawn,rollout_at}';
begin
  if tg_op = 'DELETE' or (to_jsonb(new) - may) <> (to_jsonb(old) - may) then
    raise exception 'a published version is never changed' using errcode = '23514';
  end if;
  return new;
end $$;

create or replace trigger refuse_version_change before update or delete on plans.versions for each row execute function plans.refuse_version_change();
create or replace trigger refuse_version_change before update or delete on plans.limits for each row execute function plans.refuse_version_change();
