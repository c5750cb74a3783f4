using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Insights.TenantUsage;

namespace OwnerConsole.Tests.Insights.TenantUsage;

/// <summary>The cost of the usage page depends on the last two months, not on the age of the tenant.</summary>
public sealed class UsageCostTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Three_years_of_history_cost_as_much_as_three_months()
    {
        await Seed("tnt_young", 90);
        await Seed("tnt_old", 1_080);
        await Others();
        await using (var super = await TestCluster.Current.OpenAsSuper(console.Database.Connections))
        await using (var analyze = new NpgsqlCommand("analyze core.sessions, core.tenant_days, core.member_days", super))
            await analyze.ExecuteNonQueryAsync(TestContext.Current.CancellationToken); // PostgreSQL does this automatically within a minute.

        var young = await Read("tnt_young");
        var old = await Read("tnt_old");

        young.ShouldBeGreaterThan(100);
        old.ShouldBeLessThan(young * 13 / 10);
    }

    /// <returns>The number of rows that PostgreSQL read from tables and indexes.</returns>
    private async Task<long> Read(string tenant)
    {
        var numbers = console.Services.GetRequiredService<TenantUsageMetrics>();
        await using var work = await console.Database.Read();
        await numbers.Find(tenant, Caller.System, work, TestContext.Current.CancellationToken); // This first call fills caches, such as the system catalogs.
        await work.Execute("begin");
        var before = await Rows(work);
        (await numbers.Find(tenant, Caller.System, work, TestContext.Current.CancellationToken)).IsEmpty.ShouldBeFalse();
        var rows = await Rows(work) - before;
        await work.Execute("commit");
        return rows;
    }

    private static Task<long> Rows(UnitOfWork work) =>
        work.One<long>(
            "select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::bigint from pg_stat_xact_user_tables where schemaname = 'core' and relname in ('sessions', 'tenant_days', 'member_days')"
        );

    /// <summary>Adds four sessions of two members per day.</summary>
    private async Task Seed(string tenant, int days)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        await work.Execute(
            "insert into core.tenants (tenant_id, mode, external_id, name, opened_at, reported_at) values (@tenant, 'live', @tenant, @tenant, now() - interval '4 years', now())",
            new { tenant }
        );
        await work.Execute(
            """
            insert into core.sessions (tenant_id, session_id, member_id, started_at, ended_at)
            select @tenant, 's' || d || '-' || n, 'mbr_' || n % 2, s.at, s.at + interval '50 minutes'
              from generate_series(1, @days) d cross join generate_series(1, 4) n cross join lateral (select now() - d * interval '1 day' + n * interval '40 minutes' as at) s
            """,
            new { tenant, days }
        );
        await work.Execute(
            """
            insert into core.tenant_days (tenant_id, day, events, activity, sessions, seconds, members)
            select @tenant, current_date - d, 8, 4, 4, 12000, 2 from generate_series(1, @days) d
            """,
            new { tenant, days }
        );
        await work.Execute(
            """
            insert into core.member_days (tenant_id, day, member_id, last_at)
            select @tenant, current_date - d, 'mbr_' || n, now() - d * interval '1 day' from generate_series(1, @days) d cross join generate_series(0, 1) n
            """,
            new { tenant, days }
        );
        await work.Commit();
    }

    /// <summary>Adds so many other tenants that PostgreSQL doesn't scan whole tables.</summary>
    private async Task Others()
    {
        var tenants = Enumerable.Range(1, 400).Select(number => $"tnt_other{number}").ToArray();
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), tenants);
        await work.Execute(
            """
            insert into core.tenants (tenant_id, mode, external_id, name, opened_at, reported_at)
            select t, 'test', t, t, now() - interval '1 year', now() from unnest(@tenants) t
            """,
            new { tenants }
        );
        await work.Execute(
            """
            insert into core.tenant_days (tenant_id, day, events, activity, sessions, seconds, members)
            select t, current_date - d, 40, 20, 20, 60000, 10 from unnest(@tenants) t cross join generate_series(1, 120) d
            """,
            new { tenants }
        );
        await work.Execute(
            """
            insert into core.member_days (tenant_id, day, member_id, last_at)
            select t, current_date - d, 'mbr', now() - d * interval '1 day' from unnest(@tenants) t cross join generate_series(1, 120) d
            """,
            new { tenants }
        );
        await work.Commit();
    }
}
