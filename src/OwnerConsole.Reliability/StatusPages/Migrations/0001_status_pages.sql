-- The public status page: components, incidents and maintenance with their updates, settings, and subscribers.
create schema status_pages;
grant usage on schema status_pages to oc_app, oc_console;

-- A version of a component. The row that is open is the current one.
create table status_pages.components (
  tenant_id    text not null,  -- always tnt_platform
  component_id text not null,
  name         text not null,
  description  text,
  group_name   text,
  position     int not null,
  probe_id     text,  -- its state sets the status
  opened_by    text not null,
  opened_at    timestamptz not null,
  closed_by    text,
  primary key (tenant_id, component_id, opened_by)
);
create unique index components_open on status_pages.components (tenant_id, component_id) where closed_by is null;
call core.protect_table('status_pages.components');

-- A status that the team has set. A row without a status follows the probe again.
create table status_pages.manual_statuses (
  tenant_id    text not null,  -- always tnt_platform
  component_id text not null,
  status       text check (status in ('operational', 'under_maintenance', 'degraded_performance', 'partial_outage', 'major_outage')),
  opened_by    text not null,
  opened_at    timestamptz not null,
  closed_by    text,
  primary key (tenant_id, component_id, opened_by)
);
create unique index manual_statuses_open on status_pages.manual_statuses (tenant_id, component_id) where closed_by is null;
call core.protect_table('status_pages.manual_statuses');

-- A version of an incident or a maintenance on the page. The row that is open is the current one.
create table status_pages.notices (
  tenant_id   text not null,  -- always tnt_platform
  notice_id   text not null,
  kind        text not null check (kind in ('incident', 'maintenance')),
  title       text not null,
  impact      text not null check (impact in ('none', 'minor', 'major', 'critical')),
  components  text[] not null,
  incident_id text,  -- incident of the team
  starts_at   timestamptz,  -- of a maintenance
  ends_at     timestamptz,  -- of a maintenance
  posted_at   timestamptz not null,  -- the same in each version
  opened_by   text not null,
  opened_at   timestamptz not null,
  closed_by   text,
  primary key (tenant_id, notice_id, opened_by),
  check ((kind = 'maintenance') = (starts_at is not null) and (kind = 'maintenance') = (ends_at is not null) and ends_at > starts_at)
);
create unique index notices_open on status_pages.notices (tenant_id, notice_id) where closed_by is null;
create index notices_by_time on status_pages.notices (tenant_id, posted_at desc, notice_id desc) where closed_by is null;
create index notices_by_end on status_pages.notices (tenant_id, ends_at desc) where closed_by is null and kind = 'maintenance';
call core.protect_table('status_pages.notices');

-- An update of a notice. Its text is never changed; an undo closes it.
create table status_pages.notice_updates (
  tenant_id text not null,  -- always tnt_platform
  update_id text not null,
  notice_id text not null,
  status    text not null check (status in ('investigating', 'identified', 'monitoring', 'resolved', 'scheduled', 'in_progress', 'verifying', 'completed')),
  body      text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, update_id)
);
create index notice_updates_in_order on status_pages.notice_updates (tenant_id, notice_id, opened_at desc) where closed_by is null;
create index notice_updates_by_run on status_pages.notice_updates (opened_by);
call core.protect_table('status_pages.notice_updates');

-- A version of the settings. The row that is open is the current one.
create table status_pages.settings (
  tenant_id    text not null,  -- always tnt_platform
  name         text not null,
  link         text,
  support_link text,
  accent       text not null,
  is_enabled   boolean not null,
  opened_by    text not null,
  opened_at    timestamptz not null,
  closed_by    text,
  primary key (tenant_id, opened_by)
);
create unique index settings_open on status_pages.settings (tenant_id) where closed_by is null;
call core.protect_table('status_pages.settings');

-- Addresses that receive emails about notices after their owners have confirmed it. Unsubscribing deletes the row.
create table status_pages.subscribers (
  tenant_id       text not null,  -- always tnt_platform
  subscriber_id   text not null,
  email           text not null,
  token           bytea not null,  -- of the link to unsubscribe, encrypted, because each email contains it
  token_hash      bytea not null,
  confirm_hash    bytea not null,
  confirm_sent_at timestamptz not null,
  created_at      timestamptz not null,
  confirmed_at    timestamptz,
  primary key (tenant_id, subscriber_id)
);
create unique index subscribers_by_email on status_pages.subscribers (tenant_id, lower(email));
create unique index subscribers_by_token on status_pages.subscribers (token_hash);
create unique index subscribers_by_confirmation on status_pages.subscribers (confirm_hash);
create index subscribers_unconfirmed on status_pages.subscribers (confirm_sent_at) where confirmed_at is null;
call core.protect_table('status_pages.subscribers');
