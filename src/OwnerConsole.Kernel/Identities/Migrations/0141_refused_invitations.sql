-- Somebody came by an invitation whose sender may not invite any more: told to the log once, however often the link is opened.
alter table auth.invitations add column refused_at timestamptz;
