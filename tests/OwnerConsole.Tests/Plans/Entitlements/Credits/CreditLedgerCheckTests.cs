using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Commands;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.Checkups;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tests.Kernel.Log;

namespace OwnerConsole.Tests.Plans.Entitlements.Credits;

/// <summary>A checkup verifies the sums of the credit ledger in a running console.</summary>
public sealed class CreditLedgerCheckTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private CreditPlatform _credits = null!; // set before each test

    public async ValueTask InitializeAsync() => _credits = await CreditPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Changes_that_bypass_the_ledger_are_reported()
    {
        var (acme, beta) = (await _credits.Limited.On("books", "starter"), await _credits.Limited.On("books-well", "starter"));
        var credit = await _credits.Grant(acme, "50");
        await _credits.Grant(beta, "50");
        foreach (var tenant in new[] { acme, beta })
            await _credits.Use(tenant, "120");
        await _credits.ExpireGrant(beta, (await _credits.Grants(beta)).Keys.Single());
        await _credits.RunUpkeep();
        var well = await Findings();

        await Break($"update entitlements.credits set spent = spent + 5 where credit_id = '{credit}'");
        var grant = await Findings();
        await Break(
            $"update entitlements.credits set spent = spent - 5 where credit_id = '{credit}'; update entitlements.usage set burnt = 0 where tenant_id = '{acme}'"
        );
        var period = await Findings();
        await Break(
            $"update entitlements.usage set burnt = 20 where tenant_id = '{acme}'; delete from entitlements.credit_movements where credit_id = '{credit}' and kind = 'granted'"
        );
        var line = await Findings();

        well.ShouldBe(["Ok Checked the credit ledgers of the 2 tenants with the latest movements."]);
        grant.ShouldBe([$"Problem {credit} of {acme}: 25 left and 25 spent, but the ledger lines sum to 30 and 20."]);
        period.ShouldHaveSingleItem().ShouldStartWith($"Problem {acme} has spent 0 for sessions in the period from ");
        line.ShouldBe([$"Problem {credit} of {acme}: 30 left and 20 spent, but the ledger lines sum to -20 and 20."]);
    }

    private async Task<List<string>> Findings() =>
        [
            .. (
                await new LedgerConsistencyCheckup().Check(
                    new(Installation.Read(), ConsoleProgram.Instance) { Services = console.Services },
                    CancellationToken.None
                )
            )
                .Where(finding => finding.Check == console.Services.GetServices<IConsistencyCheck>().Single().DisplayName)
                .Select(finding => $"{finding.Verdict} {finding.Message}"),
        ];

    private async Task Break(string sql)
    {
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await LogForgery.Do(super, $"set session_replication_role = replica; {sql}");
    }
}
