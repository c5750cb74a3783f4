using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tests.Kernel.Tenancy;

/// <summary>The cost of a report depends on its tenant, not on the number of other tenants.</summary>
/// <remarks>No console runs, because its background loops read all tenants.</remarks>
public sealed class ReportCostTests : IAsyncLifetime
{
    private const int Others = 3_000;
    private const int Reports = 10;

    private static readonly Caller s_key = new("key_test", CallerKind.Key, ["*"], Mode.Live);

    private Connections _copy = null!; // set before each test
    private ServiceProvider _services = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _copy = await TestCluster.Current.Copy();
        _services = ConsoleHost.Services(new(_copy, Port: 0, TestConsole.AnyKey));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await TestCluster.Current.Drop(_copy);
    }

    private Database Database => _services.GetRequiredService<Database>();

    [Theory]
    [InlineData(null)]
    [InlineData(-30)]
    public async Task A_report_does_not_read_all_other_tenants(int? days)
    {
        await Crowd();
        var reports = _services.GetRequiredService<TenantReports>();
        var body = Json.Element(
            new
            {
                name = "Acme",
                country = "DE",
                plan_items = new[] { new { plan = "pro", quantity = 1 } },
                effective_at = days is null ? null : (DateTimeOffset?)TimeProvider.System.GetUtcNow().AddDays(days.Value),
            }
        );
        Task Report(int number) => reports.Apply(s_key, [new($"ext:acme-{number % 2}", body)], TestContext.Current.CancellationToken);
        await Report(0);
        await Report(1);

        var before = await Read();
        for (var number = 0; number < Reports; number++)
            await Report(number);
        var read = await Read() - before;

        read.ShouldBeLessThan(Others);
    }

    /// <returns>Rows that PostgreSQL read in sequential scans.</returns>
    private async Task<long> Read()
    {
        const string Flush = "select pg_stat_force_next_flush()"; // otherwise a connection reports its counts a second later
        await using (var work = await Database.Read())
            await work.Execute(Flush);
        await using (var work = await Database.Write(WriteOrigin.Intake("test"), []))
        {
            await work.Execute(Flush);
            await work.Commit();
        }
        await using var super = await TestCluster.Current.OpenAsSuper(_copy);
        await using var read = new NpgsqlCommand(
            "select sum(seq_tup_read)::bigint from pg_stat_user_tables where schemaname = 'core' and relname in ('tenants', 'tenant_status', 'lifecycles', 'plan_items', 'attributes')",
            super
        );
        return (long)(await read.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private async Task Crowd()
    {
        var tenants = Enumerable.Range(1, Others).Select(number => $"tnt_other{number}").ToArray();
        await using (var work = await Database.Write(WriteOrigin.Intake("test"), tenants))
        {
            await work.Execute(
                """
                insert into core.tenants (tenant_id, mode, external_id, name, opened_at, reported_at)
                select t, 'live', t, t, now() - interval '1 year', now() from unnest(@tenants) t
                """,
                new { tenants }
            );
            await work.Execute(
                "insert into core.tenant_status (tenant_id, mode, lifecycle) select t, 'live', 'active' from unnest(@tenants) t",
                new { tenants }
            );
            await work.Execute(
                "insert into core.plan_items (tenant_id, plan, quantity, from_at) select t, 'pro', 1, now() - interval '1 year' from unnest(@tenants) t",
                new { tenants }
            );
            await work.Execute(
                "insert into core.attributes (tenant_id, name, value, from_at) select t, 'country', '\"DE\"', now() - interval '1 year' from unnest(@tenants) t",
                new { tenants }
            );
            await work.Commit();
        }
        await using var super = await TestCluster.Current.OpenAsSuper(_copy);
        await using var analyze = new NpgsqlCommand("analyze core.tenants, core.tenant_status, core.lifecycles, core.plan_items, core.attributes", super);
        await analyze.ExecuteNonQueryAsync(TestContext.Current.CancellationToken); // autovacuum does so a minute later
    }
}
