using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Kernel.Operations;
using OwnerConsole.Tests.Plans.Entitlements;

namespace OwnerConsole.Tests.Commands;

/// <summary>The console is killed while it refunds credits.</summary>
[Slow(20, "Lanes")]
public sealed class KilledRefundTests
{
    private const int Claims = 20,
        Early = 5;

    [Fact]
    public async Task A_refund_interrupted_by_a_kill_is_applied_once_and_the_ledger_balances()
    {
        var copy = await TestCluster.Current.Copy();
        using var machine = new InstalledConsole();
        await using var services = ConsoleHost.Services(new(copy, machine.Port, TestConsole.AnyKey));
        var database = services.GetRequiredService<Database>();
        using var first = machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey));
        await machine.Ready(first);
        var app = await TestApplication.Connect(services, machine.Address);
        var tenant = await Given(app);
        for (var number = 0; number < Early; number++)
            (await Refund(app, tenant, number)).ShouldBe("new");

        await using (var gate = await TransactionGate.Before(copy, tenant, "entitlements.credit_movements"))
        {
            var unanswered = Refund(app, tenant, Early);
            await gate.SomebodyWaits("with paid as"); // while spent credits are refunded
            first.Kill();
            await first.WaitForExitAsync();
            await Should.ThrowAsync<Exception>(() => unanswered);
        }
        using var second = machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey));
        await machine.Ready(second);
        var again = TestApplication.WithKey(machine.Address, app.Key);
        var answers = await Task.WhenAll(Enumerable.Range(0, 2 * Claims).Select(number => Refund(again, tenant, number / 2)));

        answers.Count(answer => answer == "new").ShouldBe(Claims - Early);
        answers.Count(answer => answer == "again").ShouldBe(Claims + Early);
        await using (var work = await database.Read())
        {
            var balance = await work.One<BalanceRow>(
                """
                select (select used from entitlements.usage where tenant_id = @tenant) as used, (select burnt from entitlements.usage where tenant_id = @tenant) as burnt,
                       (select amount - spent from entitlements.credits where tenant_id = @tenant) as "left",
                       (select sum(case when kind in ('granted', 'refunded') then amount else -amount end) from entitlements.credit_movements where tenant_id = @tenant) as sum
                """,
                new { tenant }
            );
            balance.ShouldBe(new(Used: 0, Burnt: 0, Left: 100, Sum: 100));
        }
        second.Kill();
        await second.WaitForExitAsync();
    }

    /// <returns>A tenant that has used 80 sessions on a plan that includes 10, with 70 paid by credits.</returns>
    private static async Task<string> Given(TestApplication app)
    {
        await app.Run(
            "feature.declare",
            "tnt_platform",
            new
            {
                key = "sessions",
                name = "Sessions",
                kind = "counter",
                unit = "session",
                allows = "10",
            }
        );
        var tenant = await app.Tenant("studio");
        await app.Run(
            "credit.grant",
            tenant,
            new
            {
                feature = "sessions",
                amount = "100",
                reason = "Agreed",
            }
        );
        for (var number = 0; number < Claims; number++)
            (
                await app.Send(
                    HttpMethod.Post,
                    LimitedPlatform.Consume,
                    JsonSerializer.Serialize(LimitedPlatform.Asked(tenant, "sessions", "4")),
                    headers: ("Idempotency-Key", $"image-{number}")
                )
            ).Status.ShouldBe(200);
        return tenant;
    }

    private static async Task<string> Refund(TestApplication app, string tenant, int number)
    {
        var (status, body) = await app.Send(HttpMethod.Post, "/api/v1/entitlements/refund", JsonSerializer.Serialize(new { tenant, key = $"image-{number}" }));
        status.ShouldBe(200, body.ToString());
        return body.GetProperty("repeated").GetBoolean() ? "again" : "new";
    }

    private sealed record BalanceRow(decimal Used, decimal Burnt, decimal Left, decimal Sum);
}
