-- Lets core.has_legal_hold() see the holds of all tenants, which a transaction that deletes can't.
create policy in_force on core.legal_holds for select to oc_owner using (true);
