-- Records of removals are looked for every minute, among all lines of the log.
create index log_prune_records on core.log (at, id) where kind = 'system' and code is not distinct from 'log_pruned';
