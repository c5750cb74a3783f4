-- Sets runs.about to the preview that lists the run's subjects; an undo uses the preview of the run that it undoes.
create or replace function core.set_previewed_subjects() returns trigger language plpgsql as $$
begin
  new.about := coalesce(new.preview_id, (select u.about from core.runs u where u.run_id = new.undo_of));
  return new;
end $$;

create or replace trigger set_previewed_subjects before insert on core.runs for each row execute function core.set_previewed_subjects();
