using System.Text.RegularExpressions;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Architecture;

/// <summary>A query that names tenants gets no rows of others, whatever it omits. Checks every table.</summary>
public sealed partial class RowSecurityTests
{
    [Fact]
    public async Task No_table_view_or_function_shows_rows_of_unnamed_tenants()
    {
        var faults = await Faults(TestCluster.Current.Template);

        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_shared_table_exists_and_is_readable()
    {
        await using var connection = await TestCluster.Current.OpenAsSuper(TestCluster.Current.Template);
        await using var command = new NpgsqlCommand(
            "select coalesce(array_agg(name), '{}') from unnest(@everybodys) name where not has_table_privilege('oc_bound', name, 'select')",
            connection
        );
        command.Parameters.AddWithValue("everybodys", RowSecurity.Shared);

        var unread = (string[])(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;

        unread.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("create table core.made_up (tenant_id text primary key)", "core.made_up: row security is not on and forced")]
    [InlineData("create table core.made_up (tenant_id text primary key)", "core.made_up: no policy names tenants for oc_bound")]
    [InlineData(Owned + "alter table core.made_up no force row level security", "core.made_up: row security is not on and forced")]
    [InlineData(Owned + "alter policy tenant_scope on core.made_up to oc_app", "core.made_up: no policy names tenants for oc_bound")]
    [InlineData(
        Owned + "create policy open on core.made_up for select to oc_bound using (true)",
        "core.made_up: open shows or writes more than the tenants that are named"
    )]
    [InlineData(Owned + "create policy open on core.made_up for select to oc_bound using (true)", "core.made_up: open shows all to oc_bound")]
    [InlineData(
        Owned + "create policy open on core.made_up for insert to oc_app with check (true)",
        "core.made_up: open shows or writes more than the tenants that are named"
    )]
    [InlineData(
        "create table core.made_up (id int primary key, tenant_id text); call core.protect_table('core.made_up')",
        "core.made_up: tenant_id does not lead the primary key"
    )]
    [InlineData(Owned + "grant select on core.made_up to public", "core.made_up: SELECT is granted to everybody")]
    [InlineData(Owned + "grant update on core.made_up to oc_bound", "core.made_up: UPDATE is granted to oc_bound")]
    [InlineData(
        "create table core.made_up (id int primary key); grant select on core.made_up to oc_bound",
        "core.made_up: oc_bound reads it, and nothing narrows it"
    )]
    [InlineData(
        "create view core.made_up as select * from core.tenants; grant select on core.made_up to oc_bound",
        "core.made_up: oc_bound reads through it with the rights of another"
    )]
    [InlineData(
        "create materialized view core.made_up as select 1 as n; grant select on core.made_up to oc_bound",
        "core.made_up: oc_bound reads through it with the rights of another"
    )]
    [InlineData(
        "create function core.made_up() returns bigint language sql security definer as 'select count(*) from core.tenants'",
        "core.made_up(): oc_bound may call it with the rights of another"
    )]
    [InlineData("grant usage on schema auth to oc_bound", "oc_bound sees schema auth")]
    [InlineData("grant usage on schema auth to oc_portal", "oc_portal sees schema auth")]
    [InlineData(Owned + "create policy open on core.made_up for select to oc_portal using (true)", "core.made_up: open shows all to oc_portal")]
    [InlineData(Owned + "grant select on core.made_up to oc_portal", "core.made_up: oc_portal reads all of it")]
    [InlineData(
        "create table core.made_up (id int primary key); grant select on core.made_up to oc_portal",
        "core.made_up: oc_portal reads it, and nothing narrows it"
    )]
    public async Task Every_kind_of_gap_is_detected(string sql, string fault)
    {
        var copy = await TestCluster.Current.Copy();
        try
        {
            await using var connection = await TestCluster.Current.OpenAsSuper(copy);
            await using var command = new NpgsqlCommand($"set role oc_owner; {sql}", connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

            var faults = await Faults(copy);

            faults.ShouldContain(fault);
        }
        finally
        {
            await TestCluster.Current.Drop(copy);
        }
    }

    /// <summary>Migrations run as the owner, who sees no rows while row security is forced: their statements would change nothing, without an error.</summary>
    [Fact]
    public void Migrations_that_read_or_change_rows_lift_row_security_before()
    {
        var isProtected = new HashSet<string>(StringComparer.Ordinal);
        var blind = new List<string>();
        foreach (var migration in Schema.Migrations(ModuleList.All).Where(migration => !migration.IsRepeatable))
        foreach (Match statement in Statement().Matches(migration.Sql))
            if (statement.Groups["protected"] is { Success: true, Value: var added })
                isProtected.Add(added);
            else if (statement.Groups["lifted"] is { Success: true, Value: var lifted })
                isProtected.Remove(lifted);
            else
                blind.AddRange(
                    Table()
                        .Matches(statement.Value)
                        .Select(table => table.Groups["table"].Value)
                        .Where(isProtected.Contains)
                        .Select(table => $"{migration.Name}: {table}")
                );

        isProtected.Count.ShouldBeGreaterThan(100);
        blind.ShouldBeEmpty();
    }

    /// <summary>The scope of a caller applies to every query; these types read on behalf of no particular caller.</summary>
    [Fact]
    public void The_scope_is_cleared_only_to_fill_shared_caches()
    {
        var lifting = Product
            .Types.Where(type => TypeReferences.Methods(type).Contains($"{typeof(TenantScope).FullName}::{nameof(TenantScope.Clear)}"))
            .Select(type => type.Name);

        lifting.ShouldBe(
            [
                "ConnectionCache",
                "DeclarationCache",
                "BatchLoader`1",
                "ImpersonationKeys",
                "LogLineReader",
                "Meters",
                "PortalFramePolicy",
                "RunSecrets", // finds only runs of the caller
                "ReservationCloser",
                "Segments",
                "StatusAudience", // reads only the tenants that it is asked about
                "TenantIdCache",
                "ForbiddenAccessLog",
                "VocabularyCache",
            ],
            ignoreOrder: true
        );
    }

    private const string Owned = "create table core.made_up (tenant_id text primary key); call core.protect_table('core.made_up'); ";

    private static async Task<List<string>> Faults(Connections database)
    {
        await using var connection = await TestCluster.Current.OpenAsSuper(database);
        await using var command = new NpgsqlCommand(RowSecurity.Faults, connection);
        command.Parameters.AddWithValue("everybodys", RowSecurity.Shared);
        command.Parameters.AddWithValue("offered", RowSecurity.Offered);
        command.Parameters.AddWithValue("platforms", RowSecurity.Platform);
        command.Parameters.AddWithValue("unled", TableTests.Global);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var faults = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            faults.Add(reader.GetString(0));
        return faults;
    }

    /// <summary>A statement that protects a table, lifts or restores its row security, or changes rows.</summary>
    [GeneratedRegex(
        @"^(call core\.protect_table\('(?<protected>[\w.]+)'\)|alter table (?<lifted>[\w.]+) no force row level security|alter table (?<protected>[\w.]+) force row level security|(update|insert into|delete from)\b[^;]*;)",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Statement();

    [GeneratedRegex(@"\b(update|into|from|join)\s+(?<table>[a-z_]+\.[a-z_]+)", RegexOptions.None, 1000)]
    private static partial Regex Table();
}
