using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Plans.Entitlements;
using OwnerConsole.Plans.Entitlements.Claims;

namespace OwnerConsole.Tests.Plans.Entitlements.Claims;

/// <summary>Claims of many tenants are written in one batch without affecting each other.</summary>
public sealed class ClaimBatchTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Concurrent_claims_on_two_nodes_grant_exactly_the_limit_per_tenant()
    {
        var limited = await LimitedPlatform.Open(console);
        var tenants = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => limited.On($"many-{number}", "starter")));
        ClaimProcessor[] nodes = [new(console.Database), new(console.Database)];

        var answers = await Task.WhenAll(
            from number in Enumerable.Range(0, 150)
            from tenant in tenants
            select Claim(nodes[number % 2], tenant, number % 5 == 0 ? $"many:{number}" : null)
        );

        answers.Where(answer => answer.IsGranted).CountBy(answer => answer.Tenant).ShouldAllBe(granted => granted.Value == 100);
        foreach (var tenant in tenants)
            LimitedPlatform.Said(await limited.Entitlement(tenant, "sessions"), "used", "remaining").ShouldBe(["100", "0"]);
    }

    [Fact]
    public async Task A_locked_row_delays_no_other_tenant()
    {
        var limited = await LimitedPlatform.Open(console);
        var (held, free) = (await limited.On("held", "starter"), await limited.On("free", "starter"));
        var claims = new ClaimProcessor(console.Database);
        await Task.WhenAll(Claim(claims, held), Claim(claims, free));
        await using var holder = await console.Database.Write(WriteOrigin.Intake("test"), [held]);
        await holder.Execute("select from entitlements.usage where tenant_id = @held for no key update", new { held });

        var waits = Claim(claims, held);
        for (var more = 0; more < 20; more++)
            (await Claim(claims, free)).IsGranted.ShouldBeTrue();
        var isAnswered = waits.IsCompleted;
        await holder.Commit();

        isAnswered.ShouldBeFalse();
        (await waits).IsGranted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_repeated_key_is_counted_once_next_to_new_claims()
    {
        var limited = await LimitedPlatform.Open(console);
        var tenants = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => limited.On($"again-{number}", "starter")));
        var claims = new ClaimProcessor(console.Database);
        await Task.WhenAll(tenants.Select(tenant => Claim(claims, tenant, "first")));

        for (var round = 0; round < 5; round++)
            await Task.WhenAll(tenants.Select((tenant, number) => Claim(claims, tenant, number % 2 == 0 ? "first" : $"round:{round}")));

        foreach (var (number, tenant) in tenants.Index())
            LimitedPlatform.Said(await limited.Entitlement(tenant, "sessions"), "used").ShouldBe([number % 2 == 0 ? "1" : "6"]);
    }

    private static async Task<(string Tenant, bool IsGranted)> Claim(ClaimProcessor claims, string tenant, string? key = null) =>
        (tenant, (await claims.Consume(tenant, "sessions", 1, key)).Refused is null);
}
