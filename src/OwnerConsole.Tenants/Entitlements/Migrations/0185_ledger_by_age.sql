-- Whoever looks whether the ledger of credits sums looks at what moved lately.
create index credit_movements_by_age on entitlements.credit_movements using brin (at);
