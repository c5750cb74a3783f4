using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Revenue.Reconciliation;
using OwnerConsole.Revenue.Reconciliation.Checks;

namespace OwnerConsole.Tests.Revenue.Reconciliation;

internal static class FindingFixture
{
    /// <summary>Adds a finding about a copy of an object of the tenant.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> Add(TestConsole console, string tenant)
    {
        var found = new FoundDifference(tenant, Mode.Live, "acct_1", FindingType.OutdatedCopy, "customer", "cus_1", "name", null, null, null, 0, null);
        await console.Services.GetRequiredService<FindingWriter>().Apply([found], "false", null, CancellationToken.None);
        await using var work = await console.Database.Read();
        return (await work.One<string>("select finding_id from reconciliation.findings where tenant_id = @tenant", new { tenant }))!; // it was added above
    }
}
