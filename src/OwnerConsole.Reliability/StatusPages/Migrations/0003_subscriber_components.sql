-- Subscribers choose the components that they receive updates about.
alter table status_pages.subscribers
  add column components text[];  -- null for all, also those that are added later; without one that is still listed, nothing is sent
