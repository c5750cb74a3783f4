-- Schema of StudioApp. It runs at every start, so all statements are idempotent.
create schema if not exists studio;

create table if not exists studio.studios (
  id            text primary key,
  name          text not null,
  contact_email text,
  plan          text not null default 'starter',
  trial_ends_at timestamptz,
  opened_at     timestamptz not null default now(),
  suspended_for text,                              -- cause of the suspension from the console; no one can sign in
  heard         bigint not null default 0,         -- sequence of the last event; older events are ignored
  changed_at    timestamptz not null default clock_timestamp(),
  reported_at   timestamptz                        -- the reported value of changed_at
);

create table if not exists studio.people (
  id            text primary key,
  studio_id     text not null references studio.studios on delete cascade,
  role          text not null check (role in ('owner', 'coach', 'client')),
  name          text not null,
  email         text unique,
  password      text,                              -- hashed; null for people who can't sign in
  is_demo       boolean not null default false,
  joined_at     timestamptz not null default now(),
  last_seen_at  timestamptz,
  changed_at    timestamptz not null default clock_timestamp(),
  reported_at   timestamptz
);
create index if not exists people_of_studio on studio.people (studio_id, role, name);
alter table studio.people add column if not exists suspended_for text;                 -- cause of the suspension from the console; the person can't sign in
alter table studio.people add column if not exists heard bigint default 0;             -- sequence of the last event; older events are ignored

create table if not exists studio.lessons (
  id        text primary key,
  studio_id text not null references studio.studios on delete cascade,
  coach_id  text references studio.people on delete set null,
  title     text not null,
  starts_at timestamptz not null,
  minutes   integer not null check (minutes between 5 and 480),
  seats     integer not null default 10 check (seats between 1 and 200),
  is_demo   boolean not null default false
);
create index if not exists lessons_of_studio on studio.lessons (studio_id, starts_at);

create table if not exists studio.bookings (
  id        text primary key,
  lesson_id text not null references studio.lessons on delete cascade,
  client_id text not null references studio.people on delete cascade,
  booked_at timestamptz not null default clock_timestamp(),
  unique (lesson_id, client_id)
);

create table if not exists studio.files (
  id        text primary key,
  studio_id text not null references studio.studios on delete cascade,
  name      text not null,
  type      text not null,
  content   bytea not null,
  added_by  text references studio.people on delete set null,
  added_at  timestamptz not null default clock_timestamp(),
  is_demo   boolean not null default false
);

-- Visits of signed-in people.
create table if not exists studio.visits (
  id        text primary key,
  person_id text not null references studio.people on delete cascade,
  started_at  timestamptz not null default clock_timestamp(),
  ended_at  timestamptz
);

-- People whose place in the plan must be claimed or freed; initially all existing clients. Example people need no place.
do $$ begin
  if to_regclass('studio.places') is null then
    create table studio.places (
      person_id text primary key,
      studio_id text not null,
      settle_at timestamptz not null default clock_timestamp()
    );
    insert into studio.places select id, studio_id from studio.people where role = 'client' and not is_demo;
  end if;
end $$;

-- Executed tasks of the console with the previous state, so that each runs once and can be undone.
create table if not exists studio.deeds (
  task_id   text primary key,
  kind      text not null,
  subject   text not null,
  before    jsonb,                              -- null if there is nothing to restore
  done_at   timestamptz not null default clock_timestamp(),
  undone_by text                                -- the task that undid it
);

-- Changed rows are reported again. Marking a row as reported is not a change.
create or replace function studio.touch() returns trigger language plpgsql as $$
begin
  if new.reported_at is not distinct from old.reported_at then new.changed_at := clock_timestamp(); end if;
  return new;
end $$;
create or replace trigger touched before update on studio.studios for each row execute function studio.touch();
create or replace trigger touched before update on studio.people for each row execute function studio.touch();

-- Reports of a studio also depend on these tables.
create or replace function studio.touch_studio() returns trigger language plpgsql as $$
begin
  update studio.studios set changed_at = clock_timestamp() where id = coalesce(new.studio_id, old.studio_id);
  return null;
end $$;
create or replace trigger touches_studio after insert or delete or update of role, studio_id on studio.people for each row execute function studio.touch_studio();
create or replace trigger touches_studio after insert or delete on studio.files for each row execute function studio.touch_studio();

-- People who join, leave or change their role.
create or replace function studio.settle_place() returns trigger language plpgsql as $$
begin
  if 'client' in (new.role, old.role) and not coalesce(new.is_demo, old.is_demo) then
    insert into studio.places values (coalesce(new.id, old.id), coalesce(new.studio_id, old.studio_id))
      on conflict (person_id) do update set settle_at = excluded.settle_at;
  end if;
  return null;
end $$;
create or replace trigger settles_place after insert or delete or update of role on studio.people for each row execute function studio.settle_place();

-- Removed people until they are reported. A deleted studio has no one left to report.
create table if not exists studio.leavers (
  person_id text primary key,
  studio_id text not null references studio.studios on delete cascade,
  left_at   timestamptz not null default clock_timestamp()
);
create or replace function studio.keep_leaver() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    delete from studio.leavers where person_id = new.id;
    new.reported_at := null; -- people who rejoin are reported again
    return new;
  end if;
  if old.reported_at is not null and exists (select from studio.studios where id = old.studio_id) then
    insert into studio.leavers (person_id, studio_id) values (old.id, old.studio_id) on conflict do nothing;
  end if;
  return old;
end $$;
create or replace trigger keeps_leaver before insert or delete on studio.people for each row execute function studio.keep_leaver();

-- Views for a console that reads data instead of receiving reports: these three, by cursor, with a role that can only select from them.
do $$ begin -- the view replaces an older one, and a replaced view must keep its columns
  if exists (select from information_schema.columns where table_name = 'owner_console_tenants' and column_name = 'plan') then drop view owner_console_tenants; end if;
end $$;
create or replace view owner_console_tenants as
  select s.id as external_id, s.name, s.contact_email, o.id as owner_external_id, o.name as owner_name,
         case when s.trial_ends_at > now() then 'trial' else 'active' end as lifecycle, s.trial_ends_at, s.opened_at,
         jsonb_build_array(jsonb_build_object('plan', s.plan)) as plan_items, greatest(s.changed_at, o.changed_at) as cursor,
         jsonb_build_object(
           'coaches', (select count(*) from studio.people c where c.studio_id = s.id and c.role = 'coach'),
           'opened_on', to_char(s.opened_at at time zone 'UTC', 'YYYY-MM-DD'),
           'stores_files', exists (select from studio.files f where f.studio_id = s.id)) as attributes
    from studio.studios s
    left join lateral (select p.id, p.name, p.changed_at from studio.people p where p.studio_id = s.id and p.role = 'owner' order by p.joined_at, p.id limit 1) o on true;

create or replace view owner_console_members as
  select id as external_id, studio_id as tenant_external_id, name, email, role, joined_at, last_seen_at, changed_at as cursor
    from studio.people;

create or replace view owner_console_events as
  select b.id, 'lesson.booked' as type, l.studio_id as tenant_external_id, b.client_id as member_external_id, b.booked_at as time,
         jsonb_build_object('minutes', l.minutes) as data, b.booked_at as cursor, '/StudioApp' as source
    from studio.bookings b join studio.lessons l on l.id = b.lesson_id
  union all
  select id, 'file.stored', studio_id, added_by, added_at, jsonb_build_object('bytes', octet_length(content)), added_at, '/StudioApp' from studio.files
  union all
  select 'session.started/' || v.id, 'session.started', p.studio_id, p.id, v.started_at, jsonb_build_object('session', v.id), v.started_at, '/StudioApp'
    from studio.visits v join studio.people p on p.id = v.person_id
  union all
  select 'session.ended/' || v.id, 'session.ended', p.studio_id, p.id, v.ended_at, jsonb_build_object('session', v.id), v.ended_at, '/StudioApp'
    from studio.visits v join studio.people p on p.id = v.person_id where v.ended_at is not null;
