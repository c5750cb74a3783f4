using System.Text.RegularExpressions;
using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tests.Architecture;

/// <summary>What every table owes, read from PostgreSQL's own catalogue after all migrations.</summary>
public sealed partial class TableTests
{
    private static readonly string[] KernelSchemas = ["core", "work", "auth"];

    /// <summary>The doors' own machinery: written by the migrator and the sequencer, which decide nothing.</summary>
    private static readonly string[] Machinery = ["migrations.applied", "core.log_order", "core.sequencer"];

    /// <summary>What belongs to no single tenant, or is found before one knows whose it is.</summary>
    internal static readonly string[] Global =
    [
        "core.days_touched", // numbers of the whole platform
        "core.event_generations",
        "core.event_ids", // digests, which their tenant is part of
        "core.folding",
        "core.intake_counts", // counted per key, before it is known whose events they are
        "core.meters",
        "core.money_dirt", // ids of tenants and of plans, taken away before one knows whose they are
        "core.plan_prices", // the platform's, and read while any tenant is counted
        "core.point_dirt", // days of the whole platform
        "core.points_seen", // of numbers of the whole platform
        "core.reporting",
        "core.reporting_changes",
        "core.session_buckets",
        "core.settings", // the platform's, and read while anybody is asked who they are
        "core.status_counts", // of all tenants together
        "core.status_moves",
        "core.session_dirt",
        "core.usage_buckets",
        "core.ceilings",
        "core.cluster",
        "core.demo_erasings", // of all demo tenants together
        "core.cursors",
        "core.idempotency_keys",
        "core.previews",
        "core.runs",
        "core.selections", // one may name subjects of many tenants; whoever chose them finds them alone
        "core.stop",
        "core.restores",
        "core.log_alerts", // the log is one for all
        "core.log_checkpoints",
        "core.log_key",
        "core.things", // one run may touch many tenants; its lines are the tenants'
        "core.log", // one order over all tenants; row-level security holds by tenant_id
        "core.support_numbers", // unique on the platform, and searched before the tenant is known
        "movements.mrr_month", // numbers of the whole platform
        "plans.plans", // the platform's, and read while any tenant is decided about
        "features.features",
        "entitlements.reported_counted", // of all tenants together
        "entitlements.reported_stale", // ids of tenants, removed before they are looked at
        "plans.drafts",
        "plans.limits",
        "plans.terms",
        "saved_views.changes", // of these
        "saved_views.defaults", // as well
        "saved_views.views", // a person's or the team's, of lists over all tenants
        "impersonation.keys",
        "work.dead",
        "work.lanes",
        "work.items",
    ];

    [Fact]
    public async Task Every_table_has_an_owner()
    {
        var schemas = await List(
            "select distinct table_schema from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema', 'migrations')"
        );
        var modules = Product.Wings.SelectMany(Product.Written).Where(type => type.Name == "Module").Select(Schema);

        schemas.ShouldBeSubsetOf(KernelSchemas.Concat(modules));
    }

    [Fact]
    public void A_migration_makes_tables_of_its_own_folder_only()
    {
        foreach (var path in Product.Files("*.sql").Where(path => path.Contains("/Migrations/", StringComparison.Ordinal)))
        {
            var folders = path.Split('/');
            var inKernel = folders[1] == "OwnerConsole.Kernel";
            var made = Made().Matches(File.ReadAllText(Path.Combine(Product.Root, path))).Select(match => match.Groups[1].Value).Distinct();

            made.ShouldBeSubsetOf(inKernel ? KernelSchemas : [SnakeCaseNames.ToSnakeCase(folders[2])], path);
        }
    }

    [Fact]
    public void A_module_writes_only_its_own_schema()
    {
        var foreign = Product
            .Wings.SelectMany(Product.Written)
            .SelectMany(type =>
                TypeReferences
                    .Texts(type)
                    .SelectMany(text => Written().Matches(text))
                    .Select(match => match.Groups[1].Value)
                    .Where(schema => schema != Schema(type))
                    .Select(schema => $"{type.FullName} writes {schema}")
            );

        foreign.ShouldBeEmpty();
    }

    [Fact]
    public async Task Written_through_a_door()
    {
        var open = await List(
            """
            select t.table_schema || '.' || t.table_name
              from information_schema.tables t
             where t.table_type = 'BASE TABLE' and t.table_schema not in ('pg_catalog', 'information_schema')
               and not (select relispartition from pg_class where oid = format('%I.%I', t.table_schema, t.table_name)::regclass)
               and (select count(distinct event_manipulation) from information_schema.triggers g
                     where g.event_object_schema = t.table_schema and g.event_object_table = t.table_name and g.trigger_name = 'through_a_door' and g.action_timing = 'BEFORE') < 3
            """
        );

        open.ShouldBe(Machinery, ignoreOrder: true);
    }

    [Fact]
    public async Task Tenant_id_leads()
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
    public async Task Every_table_has_a_primary_key()
    {
        var without = await List(
            """
            select c.oid::regclass::text from pg_class c
             where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
               and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)
            """
        );

        // events are taken once by their keys' table, and what they add to a meter is only ever added up as a whole; a unique index would cost half of the rate
        without.Where(name => !name.StartsWith("core.events_", StringComparison.Ordinal)).ShouldBe(["core.events", "core.meter_additions"], ignoreOrder: true);
    }

    /// <summary>What a partitioned table owes stands on the whole of it: nobody may go to a part.</summary>
    [Fact]
    public async Task Nobody_is_granted_a_partition()
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
