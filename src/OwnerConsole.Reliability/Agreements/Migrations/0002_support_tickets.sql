-- SLAs about support tickets: the first reply, and the resolution of tickets.
alter table agreements.slas
  add column priority text check (priority in ('low', 'normal', 'high', 'urgent'));  -- only tickets with it count; null for all
alter table agreements.slas drop constraint slas_kind_check;
alter table agreements.slas add constraint slas_kind_check check (kind in ('availability', 'resolution_time', 'slo', 'first_reply', 'ticket_resolution'));
-- Of the constraints without a name, these are the second and the third.
alter table agreements.slas drop constraint slas_check1;
alter table agreements.slas drop constraint slas_check2;
alter table agreements.slas add constraint slas_severity_check check ((kind in ('availability', 'resolution_time')) = (min_severity is not null));
alter table agreements.slas add constraint slas_minutes_check
  check ((kind in ('resolution_time', 'first_reply', 'ticket_resolution')) = (within_minutes is not null));
alter table agreements.slas add constraint slas_only_tickets_check check (priority is null or kind in ('first_reply', 'ticket_resolution'));
