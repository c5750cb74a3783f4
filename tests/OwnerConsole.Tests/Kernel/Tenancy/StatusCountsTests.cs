using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tests.Kernel.Tenancy;

/// <summary>The counts shown on every page are read from one row, and say when they are stale.</summary>
[Slow(7, "Tenancy")]
public sealed partial class StatusCountsTests
{
    [Fact]
    public async Task The_top_bar_shows_a_changed_status_within_moments()
    {
        await using var console = await TestConsole.Start();
        var owner = await OwnerWithStatusFigures(console);
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("acme");
        await app.Tenant("zenith");

        await app.Run("tenant.suspend", acme);

        await Until(owner, "Active 1 Suspended 1");
        await app.Run("tenant.reactivate", acme);
        await Until(owner, "Active 2 Suspended 0");
    }

    [Fact]
    public async Task Test_tenants_are_counted_until_there_is_a_live_tenant()
    {
        await using var console = await TestConsole.Start();
        var owner = await OwnerWithStatusFigures(console);
        await (await TestApplication.Connect(console, Mode.Test)).Tenant("played");

        await Until(owner, "Active 1 Suspended 0");

        var app = await TestApplication.Connect(console);
        await app.Tenant("acme");
        await app.Tenant("zenith");
        await Until(owner, "Active 2 Suspended 0");
    }

    [Fact]
    public async Task Stale_counts_show_since_when()
    {
        var clock = new JumpingClock();
        await using var console = await TestConsole.Start(options => options with { Clock = clock, Connections = TestConsole.Roomy(options.Connections) });
        var owner = await OwnerWithStatusFigures(console);
        await (await TestApplication.Connect(console)).Tenant("acme");
        await Until(owner, "Active 1");
        owner.Page.ShouldNotContain("Stale since");

        await using (var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections))
        {
            await using var transaction = await super.BeginTransactionAsync();
            await Do(super, "lock table core.tenant_status in access exclusive mode");
            clock.By = TimeSpan.FromMinutes(1);
            await Until(owner, "Stale since");
        }

        await Until(owner, "Suspended 0 </nav>");
    }

    [Fact]
    public async Task After_a_crash_counts_are_rebuilt_for_the_first_request()
    {
        await using var console = await TestConsole.Start();
        await (await TestApplication.Connect(console)).Tenant("acme");
        var counts = console.Services.GetRequiredService<StatusCounts>();
        await counts.StopAsync(CancellationToken.None);
        await using (var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections))
            await Do(super, "truncate core.status_counts"); // as a crash of PostgreSQL does to an unlogged table

        await using var work = await console.Database.Read();
        var found = await counts.Find(Mode.Live, work);

        (found.Total, found.Tenants[TenantStatus.Active]).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Incremental_counts_equal_a_full_count_also_during_compaction()
    {
        await using var console = await TestConsole.Start();
        var (live, demo) = (await TestApplication.Connect(console), await TestApplication.Connect(console, Mode.Test));
        var counts = console.Services.GetRequiredService<StatusCounts>();
        var tenants = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => live.Tenant($"moved-{number}")));
        await demo.Tenant("moved-0");

        await Task.WhenAll(
            Task.WhenAll(tenants[..4].Select(tenant => live.Run("tenant.suspend", tenant))),
            Task.WhenAll(Enumerable.Range(0, 8).Select(_ => counts.Compact(CancellationToken.None)))
        );
        await live.Run("tenant.reactivate", tenants[0]);

        await using var work = await console.Database.Read();
        foreach (var of in (Mode[])[Mode.Live, Mode.Test])
        {
            var all = await work.List<CountRow>("select status, count(*) as tenants from core.tenant_status where mode = @of group by 1", new { of });
            (await StatusCounts.Now(of, work)).Tenants.ShouldBe(all.ToDictionary(row => row.Status, row => row.Tenants), ignoreOrder: true);
        }
    }

    private sealed record CountRow(TenantStatus Status, long Tenants);

    private static async Task Do(NpgsqlConnection super, string sql)
    {
        await using var command = new NpgsqlCommand(sql, super);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<TestBrowser> OwnerWithStatusFigures(TestConsole console)
    {
        var app = await TestApplication.Connect(console);
        await app.Run("setting.change", IdGenerator.Platform, new { key = "overview.figures", value = "status.active, status.suspended" });
        return await TestBrowser.Owner(console);
    }

    private static Task Until(TestBrowser owner, string shown) =>
        Poll.Until(
            async () =>
            {
                await owner.Get("/figures");
                return Between().Replace(owner.Page, " ").Contains(shown, StringComparison.Ordinal);
            },
            condition: shown
        );

    [GeneratedRegex(@"(\s*<(?!/nav)[^>]*>\s*)+", RegexOptions.None, 1000)]
    private static partial Regex Between();
}
