using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Revenue.Movements;

/// <summary>The monthly sums contain every movement, also those written while the sums are rebuilt.</summary>
public sealed class MonthlyMrrRollupTests
{
    [Fact]
    public async Task Movements_written_while_the_time_zone_changes_are_in_the_months()
    {
        await using var alone = await TestConsole.Start();
        var app = await TestApplication.Connect(alone);
        await PlanTests.Create(app, "p100", "p100", 10000);
        var acme = await app.Since("zone", "2025-03-31T23:30:00Z", RevenueReports.Active(("p100", 1)));
        await alone.Movements(acme);

        await using var writer = await alone.Database.Write(WriteOrigin.Intake("test"), [acme, IdGenerator.Platform]);
        await writer.Execute("select 1 from movements.settings for no key update"); // as everything that writes movements
        await writer.Execute(
            """
            insert into movements.movements (tenant_id, currency, at, kind, plan, mode, delta_minor)
            select tenant_id, currency, at + interval '40 days', 'expansion', plan, mode, delta_minor from movements.movements where tenant_id = @acme
            """,
            new { acme }
        );
        await alone.Zone("Asia/Tokyo");
        var rebuilt = alone.WaitForRevenue();
        await Poll.Until(async () =>
        {
            await using var work = await alone.Database.Read();
            return await work.One<bool>("select exists (select from pg_locks where locktype = 'transactionid' and not granted)");
        });
        await writer.Commit();
        await rebuilt;

        (await alone.WrongCells()).ShouldBeEmpty();
    }
}
