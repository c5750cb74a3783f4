-- Business hours of SLAs about support tickets.
alter table agreements.slas
  add column business_hours jsonb;  -- time zone, hours by weekday and holidays in which the minutes pass; null if they always pass
alter table agreements.slas add constraint slas_business_hours_check check (business_hours is null or kind in ('first_reply', 'ticket_resolution'));
