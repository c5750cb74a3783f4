namespace OwnerConsole.Tests.Architecture;

/// <summary>What holds one tenant's rows back from who may see another's only, asked of PostgreSQL's own catalogue.</summary>
internal static class RowSecurity
{
    /// <summary>Of no tenant, and handed to who is bound to some all the same, because it says nothing of anybody; each has its reason here.</summary>
    public static readonly string[] Everybodys =
    [
        "core.folding", // until when events are counted
        "core.log_alerts", // every page says when the log can't be trusted
        "core.log_order", // positions without lines
        "core.meters", // what is counted
        "core.plan_prices", // what is offered costs
        "core.reporting", // where days begin, and in which money one counts
        "core.restores", // every page says what was brought back from a backup
        "core.selections", // ids only, and whoever chose them finds them alone
        "core.settings", // as chosen for everybody
        "core.stop", // every page says whether it is set
        "plans.plans", // what is offered
        "features.features",
        "plans.drafts",
        "plans.limits",
        "plans.terms",
        "saved_views.changes", // what lists are asked for, which the lists answer within the bound
        "saved_views.defaults",
        "saved_views.views",
    ];

    /// <summary>The platform's own rows, each with its reason to be seen by who is bound to some tenants.</summary>
    public static readonly string[] Platforms =
    [
        "core.application_operations", // what is offered, and by what tenants are described
        "core.applications",
        "webhooks.disabled", // where an endpoint is that hears of their tenants too, and how it fares
        "webhooks.endpoints",
        "webhooks.filters",
        "webhooks.health",
        "webhooks.settings",
    ];

    /// <summary>Of no tenant, and shown on tenants' own pages: what is offered to everybody.</summary>
    public static readonly string[] Offered =
    [
        "core.plan_prices", // what it pays
        "core.reporting", // where days begin of who has no zone of its own
        "plans.plans",
        "features.features",
        "plans.limits",
        "plans.terms",
    ];

    /// <summary>Each row is a fault, in words.</summary>
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
                              and p.qual like '%named_tenants()%' and p.with_check like '%named_tenants()%')
        union all
        select name || ': ' || policyname || ' shows or writes more than the tenants that are named'
          from policies
         where owned and permissive = 'PERMISSIVE'
           and not (name = any (@platforms) and policyname = 'platforms' and cmd = 'SELECT' and qual = '(tenant_id = ''tnt_platform''::text)')
           and (cmd <> 'SELECT' or roles && array['oc_app', 'oc_bound', 'oc_portal', 'public']::name[])
           and not (qual || with_check like '%named_tenants()%' and (with_check = '' or with_check like '%named_tenants()%') and (qual = '' or qual like '%named_tenants()%'))
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
