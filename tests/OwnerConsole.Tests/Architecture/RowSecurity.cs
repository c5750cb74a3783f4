namespace OwnerConsole.Tests.Architecture;

/// <summary>Rules of row security that keep tenants apart, checked in PostgreSQL's catalogue.</summary>
internal static class RowSecurity
{
    /// <summary>Tables without tenants that scoped callers can read, because they contain nothing about any tenant; each with its reason.</summary>
    public static readonly string[] Shared =
    [
        "core.projection", // time up to which events are projected
        "core.log_alerts", // every page shows when the log can't be trusted
        "core.log_order", // positions without lines
        "core.meters", // declared meters
        "core.plan_prices", // prices of offered plans
        "core.reporting", // reporting time zone and currency
        "core.restores", // every page shows a restore from a backup
        "core.selections", // IDs only, visible only to their creator
        "core.settings", // settings of the platform
        "core.emergency_stop", // every page shows the emergency stop
        "plans.plans", // offered plans
        "features.features",
        "plans.drafts",
        "plans.limits",
        "plans.versions",
        "saved_views.changes", // saved queries of lists, which return only rows in scope
        "saved_views.defaults",
        "saved_views.views",
    ];

    /// <summary>Rows of the platform that callers scoped to tenants can read, each with its reason.</summary>
    public static readonly string[] Platform =
    [
        "core.application_operations", // declared operations and attributes of tenants
        "core.applications",
        "billing.prices", // names of prices in subscriptions of their tenants
        "billing.price_plans", // plans of these prices
        "webhooks.contracts",
        "webhooks.disabled", // an endpoint that receives events of their tenants, and its state
        "webhooks.endpoints",
        "webhooks.filters",
        "webhooks.health",
        "webhooks.replays",
        "webhooks.settings",
    ];

    /// <summary>Tables without tenants that are shown in the customer portal: the offered plans.</summary>
    public static readonly string[] Offered =
    [
        "core.plan_prices", // prices of plans
        "core.reporting", // time zone of tenants without their own
        "plans.plans",
        "features.features",
        "plans.limits",
        "plans.versions",
    ];

    /// <summary>Returns one row with a message per fault.</summary>
    public const string Faults = """
        with tables as (
          select c.oid, c.oid::regclass::text as name, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relacl, c.relowner, c.reloptions,
                 exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as owned
            from pg_class c
           where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and c.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema', 'pg_toast')),
        policies as (
          select t.*, p.policyname, p.roles, p.cmd, p.permissive, coalesce(p.qual, '') as qual, coalesce(p.with_check, '') as with_check
            from tables t join pg_policies p on format('%I.%I', p.schemaname, p.tablename)::regclass = t.oid)
        select name || ': row security is not on and forced' from tables where owned and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)
        union all
        select name || ': no policy names tenants for ' || role
          from tables cross join unnest(array['oc_app', 'oc_bound']) role
         where owned and relkind in ('r', 'p')
           and not exists (select from policies p where p.oid = tables.oid and role = any(p.roles) and p.permissive = 'PERMISSIVE'
                              and p.qual like '%tenant_scope()%' and p.with_check like '%tenant_scope()%')
        union all
        select name || ': ' || policyname || ' shows or writes more than the tenants that are named'
          from policies
         where owned and permissive = 'PERMISSIVE'
           and not (name = any (@platforms) and policyname = 'platforms' and cmd = 'SELECT' and qual = '(tenant_id = ''tnt_platform''::text)')
           and (cmd <> 'SELECT' or roles && array['oc_app', 'oc_bound', 'oc_portal', 'public']::name[])
           and not (qual || with_check like '%tenant_scope()%' and (with_check = '' or with_check like '%tenant_scope()%') and (qual = '' or qual like '%tenant_scope()%'))
        union all
        select name || ': ' || policyname || ' shows all to ' || role
          from policies cross join unnest(array['oc_bound', 'oc_portal']) role
         where roles && array[role, 'public']::name[] and qual in ('', 'true')
        union all
        select t.name || ': tenant_id does not lead the primary key'
          from tables t join pg_index i on i.indrelid = t.oid and i.indisprimary join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
         where t.owned and a.attname <> 'tenant_id' and t.name <> all (@unled)
        union all
        select name || ': ' || privilege_type || ' is granted to ' || coalesce(nullif(grantee::regrole::text, '-'), 'everybody')
          from tables cross join lateral aclexplode(relacl)
         where grantee = 0 or grantee in ('oc_bound'::regrole, 'oc_console'::regrole, 'oc_portal'::regrole) and privilege_type <> 'SELECT'
        union all
        select name || ': oc_bound reads it, and nothing narrows it'
          from tables
         where has_table_privilege('oc_bound', oid, 'select') and relkind in ('r', 'p') and not relrowsecurity and name <> all (@everybodys)
        union all
        select name || ': oc_portal reads it, and nothing narrows it'
          from tables
         where has_any_column_privilege('oc_portal', oid, 'select') and (not owned or relkind not in ('r', 'p')) and name <> all (@offered)
        union all
        select name || ': oc_portal reads all of it'
          from tables
         where owned and has_table_privilege('oc_portal', oid, 'select')
        union all
        select name || ': oc_bound reads through it with the rights of another'
          from tables
         where has_table_privilege('oc_bound', oid, 'select') and (relkind = 'm' or relkind = 'v' and not coalesce('security_invoker=true' = any(reloptions), false))
        union all
        select p.oid::regprocedure::text || ': oc_bound may call it with the rights of another'
          from pg_proc p
         where p.prosecdef and p.pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema') and has_function_privilege('oc_bound', p.oid, 'execute')
        union all
        select p.oid::regprocedure::text || ': oc_portal may call it with the rights of another'
          from pg_proc p
         where p.prosecdef and p.pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema') and has_function_privilege('oc_portal', p.oid, 'execute')
        union all
        select role || ' sees schema ' || n.nspname
          from pg_namespace n cross join unnest(array['oc_bound', 'oc_portal']) role
         where n.nspname in ('auth', 'migrations', 'work') and has_schema_privilege(role, n.oid, 'usage')
        union all
        select r.rolname || ' may do more than a role of the product' from pg_roles r
         where r.rolname in ('oc_app', 'oc_bound', 'oc_console', 'oc_portal') and (r.rolsuper or r.rolbypassrls or exists (select from pg_auth_members m where m.member = r.oid))
        """;
}
