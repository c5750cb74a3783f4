-- A lane can run several items at once; such a lane keeps no order, so an item that waits for its next attempt holds up no other.
alter table work.lanes add column width int not null default 1 check (width between 1 and 50); -- items in progress at once
