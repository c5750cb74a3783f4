-- What was given up is looked at kind by kind: one kind's page is found without reading the others.
create index dead_open_by_kind on work.dead (kind, died_at desc, dead_id desc) where closed_by is null;
