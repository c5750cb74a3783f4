using System.Text.RegularExpressions;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Architecture;

/// <summary>Rules for every table, read from PostgreSQL's catalogue after all migrations.</summary>
public sealed partial class TableTests
{
    private static readonly string[] KernelSchemas = ["core", "work", "auth"];

    /// <summary>Tables written by the migrator and the sequencer, which make no decisions.</summary>
    private static readonly string[] Machinery = ["migrations.applied", "core.log_order", "core.sequencer"];

    /// <summary>Tables that belong to no single tenant, or are read before the tenant is known.</summary>
    internal static readonly string[] Global =
    [
        "core.days_touched", // platform-wide values
        "core.event_generations",
        "core.event_ids", // digests that include the tenant
        "core.projection",
        "core.intake_counts", // counted per key, before the tenant is known
        "core.meters",
        "core.stale_revenue", // queue of tenant and plan IDs, read before the tenant is known
        "core.plan_prices", // of the platform, read while any tenant is counted
        "core.stale_days", // platform-wide days
        "core.point_watermarks", // platform-wide values
        "core.reporting",
        "core.session_buckets",
        "core.settings", // of the platform, read before sign-in
        "core.status_counts", // across all tenants
        "core.status_changes",
        "core.stale_session_buckets",
        "core.usage_buckets",
        "core.ceilings",
        "core.cluster",
        "core.demo_deletions", // across all test tenants
        "core.cursors",
        "core.idempotency_keys",
        "core.previews",
        "core.runs",
        "core.run_secrets", // visible only to the requester of the run
        "core.selections", // can contain subjects of many tenants; visible only to its creator
        "core.emergency_stop",
        "core.restores",
        "core.log_alerts", // one log for all tenants
        "core.log_checkpoints",
        "core.log_key",
        "core.entity_names", // one run can affect many tenants; its lines belong to them
        "core.log", // one order over all tenants; row-level security applies by tenant_id
        "core.support_numbers", // unique on the platform, and searched before the tenant is known
        "movements.mrr_month", // platform-wide values
        "movements.month_differences", // across all tenants
        "automations.counts", // across all tenants
        "broadcasts.counts", // across all tenants
        "movements.unconverted", // across all tenants
        "analytics.cohort_cells", // across all tenants
        "reconciliation.stale_tenants", // queue of tenant IDs, read before the tenant is known
        "plans.plans", // of the platform, read by operations on any tenant
        "features.features",
        "entitlements.reported_counted", // across all tenants
        "entitlements.reported_stale", // queue of tenant IDs
        "plans.drafts",
        "plans.limits",
        "plans.versions",
        "saved_views.changes", // views of a person or the team, across all tenants
        "saved_views.defaults",
        "saved_views.views",
        "impersonation.keys",
        "preferences.keys", // one key for all tenants
        "work.durations", // across all tenants
        "work.failed_items",
        "work.lanes",
        "work.items",
    ];

    [Fact]
    public async Task Every_schema_belongs_to_a_module()
    {
        var schemas = await List(
            "select distinct table_schema from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema', 'migrations')"
        );
        var modules = Product.Wings.SelectMany(Product.Written).Where(type => type.Name == "Module").Select(Schema);

        schemas.ShouldBeSubsetOf(KernelSchemas.Concat(modules));
    }

    [Fact]
    public void A_migration_creates_tables_only_in_its_own_schema()
    {
        foreach (var path in Product.Files("*.sql").Where(path => path.Contains("/Migrations/", StringComparison.Ordinal)))
        {
            var folders = path.Split('/');
            var inKernel = Product.Core.Contains(folders[1]);
            var made = Made().Matches(File.ReadAllText(Path.Combine(Product.Root, path))).Select(match => match.Groups[1].Value).Distinct();

            made.ShouldBeSubsetOf(inKernel ? KernelSchemas : [SnakeCaseNames.ToSnakeCase(folders[2])], path);
        }
    }

    [Fact]
    public void A_module_writes_only_to_its_own_schema()
    {
        var foreign = Product
            .Wings.SelectMany(Product.Written)
            .SelectMany(type =>
                TypeReferences
                    .Texts(type)
                    .SelectMany(text => Written().Matches(text))
                    .Select(match => match.Groups[1].Value)
                    .Concat(TypeReferences.StateTables(type).Select(table => table.Split('.')[0]))
                    .Where(schema => schema != Schema(type))
                    .Select(schema => $"{type.FullName} writes {schema}")
            );

        foreign.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_table_requires_a_write_origin()
    {
        var open = await List(
            """
            select t.table_schema || '.' || t.table_name
              from information_schema.tables t
             where t.table_type = 'BASE TABLE' and t.table_schema not in ('pg_catalog', 'information_schema')
               and not (select relispartition from pg_class where oid = format('%I.%I', t.table_schema, t.table_name)::regclass)
               and (select count(distinct event_manipulation) from information_schema.triggers g
                     where g.event_object_schema = t.table_schema and g.event_object_table = t.table_name and g.trigger_name = 'require_write_origin' and g.action_timing = 'BEFORE') < 3
            """
        );

        open.ShouldBe(Machinery, ignoreOrder: true);
    }

    [Fact]
    public async Task Primary_keys_start_with_tenant_id()
    {
        var others = await List(
            """
            select i.indrelid::regclass::text
              from pg_index i
              join pg_class c on c.oid = i.indrelid
              join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
             where i.indisprimary and a.attname <> 'tenant_id' and not c.relispartition
               and c.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema', 'pg_toast', 'auth', 'migrations')
            """
        );

        others.Except(Machinery).ShouldBe(Global, ignoreOrder: true);
    }

    [Fact]
    public async Task Every_table_except_event_data_has_a_primary_key()
    {
        var without = await List(
            """
            select c.oid::regclass::text from pg_class c
             where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
               and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)
            """
        );

        // Events are deduplicated by the table of their IDs, and meter additions are only added up as a whole; a unique index would halve the ingest rate.
        without.Where(name => !name.StartsWith("core.events_", StringComparison.Ordinal)).ShouldBe(["core.events", "core.meter_additions"], ignoreOrder: true);
    }

    /// <summary>Permissions are granted on the partitioned table as a whole, never on a partition.</summary>
    [Fact]
    public async Task No_one_is_granted_access_to_a_partition()
    {
        var granted = await List(
            """
            select c.oid::regclass::text from pg_class c cross join lateral aclexplode(c.relacl) a
             where c.relispartition and c.relkind = 'r' and a.grantee <> c.relowner
            """
        );

        granted.ShouldBeEmpty();
    }

    private static string Schema(Mono.Cecil.TypeDefinition type) => SnakeCaseNames.ToSnakeCase(type.Namespace.Split('.')[2]);

    private static async Task<List<string>> List(string sql)
    {
        await using var connection = await TestCluster.Current.OpenAsSuper(TestCluster.Current.Template);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }

    [GeneratedRegex(@"create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?(\w+)\.", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Made();

    [GeneratedRegex(@"(?:insert\s+into|update|delete\s+from|truncate)\s+(?:only\s+)?(\w+)\.\w+", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Written();
}
