using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Revenue.Movements;

/// <summary>Recent buckets are calculated backwards from the current balance, older ones forwards from the start, with the same figures.</summary>
public sealed class TenantRevenueTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test
    private TestApplication _app = null!; // set before each test
    private MetricsClient _numbers = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _app = await TestApplication.Connect(_console);
        _numbers = new(_console, _app);
        await PlanTests.Create(_app, "usd", "A dollar", 100); // So a quantity equals an amount in dollars.
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Old_and_recent_months_show_the_figures_of_their_time()
    {
        await Pays("a", ("2024-03-01", 100), ("2024-04-16", 150), ("2024-05-01", 0), ("2026-04-16", 80));
        await Pays("b", ("2024-03-01", 100), ("2024-04-16", 60), ("2026-02-01", 110), ("2026-06-01", 0));
        await Pays("c", ("2024-03-01", 100), ("2024-04-16", 0));

        foreach (
            var (month, estimated, paying, accrued, nrr, grr) in new[]
            {
                ("2024-03-01/2024-03-31", 300m, 3m, 29589m, 0m, 0m),
                ("2024-04-01/2024-04-30", 210m, 2m, 25151m, 0.7m, 0.533333333m),
                ("2024-05-01/2024-05-31", 60m, 1m, 5918m, 0.285714286m, 0.285714286m),
                ("2026-01-01/2026-01-31", 60m, 1m, 5918m, 1m, 1m),
                ("2026-04-01/2026-04-30", 190m, 2m, 14794m, 1m, 1m),
                ("2026-05-01/2026-05-31", 190m, 2m, 18739m, 1m, 1m),
                ("2026-06-01/2026-06-30", 80m, 1m, 7890m, 0.421052632m, 0.421052632m),
            }
        )
        {
            (await _numbers.Parts(["mrr.estimated", "customers.paying", "revenue.plans_30d"], month, "tenant")).ShouldBe(
                [estimated * 100, paying, accrued],
                month
            );
            if (nrr > 0)
                (await _numbers.Values(["mrr.nrr", "mrr.grr"], month)).ShouldBe([nrr, grr], month);
        }
        (await Behind("mrr.gross_churn", "2024-04-01/2024-04-30")).ShouldBe((140_00, 300_00));
        (await Behind("mrr.quick_ratio", "2024-04-01/2024-04-30")).ShouldBe((50_00, 140_00));
        (await Behind("mrr.net_churn", "2026-04-01/2026-04-30")).ShouldBe((-80_00, 110_00));
        (await Behind("mrr.gross_churn", "2026-06-01/2026-06-30")).ShouldBe((110_00, 190_00));
    }

    /// <returns>Sums of the rows behind a ratio.</returns>
    private async Task<(decimal Num, decimal Den)> Behind(string metric, string range)
    {
        var rows = (await _app.Post("/api/v1/metrics/rows", new { metric, range = MetricsClient.Range(range) })).GetProperty("data").EnumerateArray().ToList();
        return (rows.Sum(row => row.GetProperty("num").GetDecimal()), rows.Sum(row => row.GetProperty("den").GetDecimal()));
    }

    private async Task Pays(string tenant, params (string Day, int Amount)[] amounts)
    {
        foreach (var (day, amount) in amounts)
            await _app.Since(tenant, day, amount == 0 ? RevenueReports.Active() : RevenueReports.Active(("usd", amount)));
    }
}
