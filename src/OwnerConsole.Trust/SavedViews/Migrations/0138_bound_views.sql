-- A view holds what a list is asked for, and is the team's or one person's: who is bound to some tenants keeps views of them too.
grant usage on schema saved_views to oc_bound;
grant select on saved_views.changes, saved_views.defaults, saved_views.views to oc_bound;
