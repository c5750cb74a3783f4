-- All notifications of one member, also withdrawn ones, which exports read and pages about privacy count.
create index notifications_of_member on notifications.notifications (tenant_id, member_id);
