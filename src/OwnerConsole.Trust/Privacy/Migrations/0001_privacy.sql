-- Privacy requests of people: what they request, status, identity checks, extensions and notes. All rows are opened by runs and closed by runs.
create schema privacy;
grant usage on schema privacy to oc_app, oc_console;

-- A request. It is never changed; the undo of its recording closes it.
create table privacy.requests (
  tenant_id   text not null,  -- always tnt_platform
  request_id  text not null,
  kind        text not null check (kind in ('export', 'correct', 'erase', 'restrict', 'object', 'opt_out')),
  law         text not null check (law in ('gdpr', 'ccpa')),
  members     text[] not null,  -- members who are the person; empty if no member is known
  email       text,  -- address of a person who is no member
  received_on date not null,
  due_on      date not null,  -- without an extension
  source      text not null check (source in ('email', 'portal', 'owner')),
  opened_by   text not null,
  opened_at   timestamptz not null,
  closed_by   text,
  primary key (tenant_id, request_id)
);
create index requests_in_order on privacy.requests (tenant_id, opened_at desc, request_id desc) where closed_by is null;
create index requests_of_member on privacy.requests using gin (members);  -- exports contain also those whose recording was undone
call core.protect_table('privacy.requests');

-- A status that a request reached. The row that is open is the current one.
create table privacy.statuses (
  tenant_id  text not null,  -- always tnt_platform
  request_id text not null,
  status     text not null check (status in ('received', 'verified', 'in_progress', 'fulfilled', 'refused', 'withdrawn')),
  note       text,
  runs       text[] not null,  -- runs that fulfilled the request
  opened_by  text not null,
  opened_at  timestamptz not null,
  closed_by  text,
  primary key (tenant_id, request_id, opened_by)
);
create unique index privacy_statuses_open on privacy.statuses (tenant_id, request_id) where closed_by is null;
create index privacy_statuses_in_work on privacy.statuses (tenant_id, request_id) where closed_by is null and status in ('received', 'verified', 'in_progress');
call core.protect_table('privacy.statuses');

-- How the identity of the person was verified. The run names the team member and the time.
create table privacy.identity_checks (
  tenant_id  text not null,  -- always tnt_platform
  request_id text not null,
  method     text not null check (method in ('signed_in', 'known_email', 'known_phone', 'document', 'other')),
  note       text,
  checked_by text not null,  -- team member or API key
  opened_by  text not null,
  opened_at  timestamptz not null,
  closed_by  text,
  primary key (tenant_id, request_id, opened_by)
);
create unique index identity_checks_open on privacy.identity_checks (tenant_id, request_id) where closed_by is null;
call core.protect_table('privacy.identity_checks');

-- A longer deadline. The law allows one extension.
create table privacy.extensions (
  tenant_id  text not null,  -- always tnt_platform
  request_id text not null,
  due_on     date not null,
  reason     text not null,
  opened_by  text not null,
  opened_at  timestamptz not null,
  closed_by  text,
  primary key (tenant_id, request_id, opened_by)
);
create unique index extensions_open on privacy.extensions (tenant_id, request_id) where closed_by is null;
call core.protect_table('privacy.extensions');

-- A note. It is never changed; a correction is another note.
create table privacy.notes (
  tenant_id  text not null,  -- always tnt_platform
  request_id text not null,
  note       text not null,
  opened_by  text not null,
  opened_at  timestamptz not null,
  closed_by  text,
  primary key (tenant_id, request_id, opened_by)
);
call core.protect_table('privacy.notes');
