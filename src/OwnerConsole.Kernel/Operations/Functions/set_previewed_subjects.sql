-- Sets runs.subjects_preview_id to the preview that lists the run's subjects; an undo uses the preview of the run that it undoes.
create or replace function core.set_previewed_subjects() returns trigger language plpgsql as $$
begin
  new.subjects_preview_id := coalesce(new.preview_id, (select u.subjects_preview_id from core.runs u where u.run_id = new.undo_of));
  return new;
end $$;

create or replace trigger set_previewed_subjects before insert on core.runs for each row execute function core.set_previewed_subjects();
