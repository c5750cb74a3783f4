-- In-app notifications of members: message texts, stored once for all recipients, and the inbox of each member.
create schema notifications;
grant usage on schema notifications to oc_app, oc_console;

create table notifications.messages (
  tenant_id    text not null,  -- tnt_platform for a message to members of several tenants
  message_id   text not null,
  topic        text not null,
  priority     text not null check (priority in ('low', 'medium', 'high', 'urgent')),
  title        text not null,
  body         text not null,  -- Markdown
  link         text,  -- https address, or a path of the application
  link_label   text,
  opened_by    text not null,  -- run, broadcast or other source of the message
  opened_at    timestamptz not null,
  corrected_at timestamptz,
  closed_by    text,  -- set once the message is withdrawn: members no longer see it
  closed_at    timestamptz,
  primary key (tenant_id, message_id)
);
create unique index messages_by_id on notifications.messages (message_id);
create index messages_by_age on notifications.messages (opened_at);
create index messages_by_source on notifications.messages (opened_by);
call core.protect_table('notifications.messages');
call core.show_in_portal('notifications.messages', 'tenant_id', 'message_id', 'topic', 'priority', 'title', 'body', 'link', 'link_label', 'opened_at', 'corrected_at', 'closed_by');

create table notifications.notifications (
  tenant_id       text not null,
  notification_id text not null,
  member_id       text not null,
  message_id      text not null,
  opened_by       text not null,  -- run, broadcast or other source of the message
  opened_at       timestamptz not null,  -- when it was delivered to the inbox
  read_at         timestamptz,
  clicked_at      timestamptz,  -- when the member first opened the message's link
  closed_by       text,  -- run that withdrew it
  closed_at       timestamptz,
  primary key (tenant_id, notification_id)
);
create unique index notifications_once on notifications.notifications (message_id, member_id);
create unique index notifications_by_id on notifications.notifications (notification_id);
create index notifications_inbox on notifications.notifications (member_id, opened_at desc, notification_id desc) where closed_by is null;
create index notifications_unread on notifications.notifications (member_id) where read_at is null and closed_by is null;
create index notifications_by_age on notifications.notifications (opened_at);
create index notifications_by_source on notifications.notifications (opened_by);
create index notifications_of_member on notifications.notifications (tenant_id, member_id);
call core.protect_table('notifications.notifications');
call core.show_in_portal('notifications.notifications', 'tenant_id', 'notification_id', 'member_id', 'message_id', 'opened_at', 'read_at', 'clicked_at', 'closed_by');

-- A message of the platform is visible to the tenants it was delivered to.
create policy delivered on notifications.messages for select to oc_app, oc_bound, oc_portal
  using (tenant_id = 'tnt_platform' and exists (select from notifications.notifications n where n.message_id = messages.message_id and n.tenant_id in (select unnest(core.tenant_scope()))));

-- Numbers of a message per tenant, so that no notifications are counted. They outlive the notifications.
create table notifications.counts (
  tenant_id  text not null,  -- tenant of the recipients
  message_id text not null,
  delivered  int not null default 0,
  read       int not null default 0,
  clicked    int not null default 0,
  withdrawn  int not null default 0,
  primary key (tenant_id, message_id)
);
create index counts_by_message on notifications.counts (message_id);
call core.protect_table('notifications.counts');

-- In the portal, a member also sees notifications to records that were merged into theirs.
call core.show_in_portal('core.merges', 'tenant_id', 'member_id', 'into_id', 'from_at', 'to_at');
