-- Clears the block of a usage row when usage falls, the limit grows, the period ends or the feature is removed, and sets it when usage exceeds the ceiling.
create or replace function entitlements.set_blocked() returns trigger language plpgsql as $$
begin
  new.blocked_at := case
    when new.period_end <= now() or not exists (select from features.features f where f.key = new.feature and f.closed_by is null) then null
    when new.used > new.ceiling then coalesce(old.blocked_at, now())
    when new.ceiling is null or new.ceiling > old.ceiling or new.used + new.reserved < old.used + old.reserved then null
    else new.blocked_at end;
  return new;
end $$;

create or replace trigger set_blocked before update on entitlements.usage for each row
  when (new.blocked_at is not null or new.used > new.ceiling) execute function entitlements.set_blocked();
