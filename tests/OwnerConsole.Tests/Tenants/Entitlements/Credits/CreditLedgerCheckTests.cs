using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Checkups;
using OwnerConsole.Commands;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tests.Kernel.Log;

namespace OwnerConsole.Tests.Tenants.Entitlements.Credits;

/// <summary>That the ledger of credits sums is looked at while the console runs.</summary>
public sealed class CreditLedgerCheckTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private CreditPlatform _credited = null!; // set before each test

    public async ValueTask InitializeAsync() => _credited = await CreditPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Whoever_writes_a_grant_or_a_period_behind_the_ledger_is_found_and_said_to_be()
    {
        var (acme, beta) = (await _credited.Limited.On("books", "starter"), await _credited.Limited.On("books-well", "starter"));
        var credit = await _credited.Grant(acme, "50");
        await _credited.Grant(beta, "50");
        foreach (var tenant in new[] { acme, beta })
            await _credited.Use(tenant, "120");
        await _credited.End(beta, (await _credited.Grants(beta)).Keys.Single());
        await _credited.Upkeep();
        var well = await Look();

        await Break($"update entitlements.credits set spent = spent + 5 where credit_id = '{credit}'");
        var grant = await Look();
        await Break(
            $"update entitlements.credits set spent = spent - 5 where credit_id = '{credit}'; update entitlements.usage set burnt = 0 where tenant_id = '{acme}'"
        );
        var period = await Look();
        await Break(
            $"update entitlements.usage set burnt = 20 where tenant_id = '{acme}'; delete from entitlements.credit_movements where credit_id = '{credit}' and kind = 'granted'"
        );
        var line = await Look();

        well.ShouldBe(["Ok Checked the credit ledgers of the 2 tenants with the latest movements."]);
        grant.ShouldBe([$"Problem {credit} of {acme}: 25 left and 25 spent, but the ledger lines sum to 30 and 20."]);
        period.ShouldHaveSingleItem().ShouldStartWith($"Problem {acme} has spent 0 for sessions in the period from ");
        line.ShouldBe([$"Problem {credit} of {acme}: 30 left and 20 spent, but the ledger lines sum to -20 and 20."]);
    }

    private async Task<List<string>> Look() =>
        [
            .. (await new LedgerConsistencyCheckup().Check(new(Installation.Read()) { Services = console.Services }, CancellationToken.None))
                .Where(finding => finding.Check == console.Services.GetServices<IConsistencyCheck>().Single().DisplayName)
                .Select(finding => $"{finding.Verdict} {finding.Says}"),
        ];

    private async Task Break(string sql)
    {
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await LogForgery.Do(super, $"set session_replication_role = replica; {sql}");
    }
}
