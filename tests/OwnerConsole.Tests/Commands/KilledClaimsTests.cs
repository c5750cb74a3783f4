using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Commands;

/// <summary>Two consoles on one database are killed in turn while applications claim a nearly exhausted limit.</summary>
[Slow(35, "Entitlements")]
public sealed class KilledClaimsTests
{
    private const int Limit = 9_000,
        Asked = 10_000,
        Callers = 24,
        Ttl = 4; // seconds

    [Fact]
    public async Task Killed_consoles_never_grant_more_than_the_limit_or_keep_expired_reservations()
    {
        var copy = await TestCluster.Current.Copy();
        using var one = new InstalledConsole();
        using var other = new InstalledConsole();
        await using var services = ConsoleHost.Services(new(copy, one.Port, TestConsole.AnyKey));
        var database = services.GetRequiredService<Database>();
        var consoles = new[] { await Begin(one), await Begin(other) };
        var app = await TestApplication.Connect(services, other.Address);
        var tenant = await Limited(app);

        var next = -1;
        var claims = Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Claim()));
        var holds = Task.WhenAll(Enumerable.Range(0, Callers).Select(number => Reserve(number)));
        for (var killed = 1; killed <= 3; killed++)
        {
            await database.Until($"select exists (select from entitlements.usage where tenant_id = '{tenant}' and used >= {killed * Limit / 5})");
            consoles[killed % 2].Kill();
            await consoles[killed % 2].WaitForExitAsync();
            consoles[killed % 2].Dispose();
            consoles[killed % 2] = await Begin(killed % 2 == 0 ? one : other);
        }
        var granted = (await claims).Sum();
        await holds;

        // Reservations without an owner expire; then the remaining claims fit, and no more.
        for (var waited = Stopwatch.StartNew(); granted < Limit; granted += await IsGranted(other, tenant, $"last-{waited.ElapsedTicks}") ? 1 : 0)
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
        (await IsGranted(other, tenant, "one-more")).ShouldBeFalse();
        await using (var work = await database.Read())
        {
            (await work.One<decimal>("select used from entitlements.usage where tenant_id = @tenant", new { tenant })).ShouldBe(Limit);
            (await work.One<decimal>("select sum(amount) from entitlements.claims where tenant_id = @tenant", new { tenant })).ShouldBe(Limit);
            (await work.One<long>("select count(*) from entitlements.reservations where tenant_id = @tenant and state = 'committed'", new { tenant })).ShouldBe(
                0
            );
        }
        foreach (var console in consoles)
        {
            console.Kill();
            await console.WaitForExitAsync();
            console.Dispose();
        }

        async Task<int> Claim()
        {
            var mine = 0;
            while (Interlocked.Increment(ref next) is var number && number < Asked)
                mine += await IsGranted(number % 2 == 0 ? one : other, tenant, $"claim-{number}") ? 1 : 0;
            return mine;
        }

        // Reserved, and then abandoned.
        async Task Reserve(int number)
        {
            for (var times = 0; times < 4; times++)
                await Tried(
                    number % 2 == 0 ? one : other,
                    Plans.Entitlements.LimitedPlatform.Reserve,
                    Plans.Entitlements.LimitedPlatform.Reserving(tenant, "sessions", "5", Ttl),
                    key: null
                );
        }

        async Task<bool> IsGranted(InstalledConsole machine, string to, string key)
        {
            for (var waited = Stopwatch.StartNew(); ; await Task.Delay(20))
            {
                waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), key);
                if (
                    await Tried(machine, Plans.Entitlements.LimitedPlatform.Consume, Plans.Entitlements.LimitedPlatform.Asked(to, "sessions"), key) is
                    { } status
                )
                    return status == 200;
                machine = machine == one ? other : one; // the first console is down, or went down while it answered
            }
        }

        async Task<int?> Tried(InstalledConsole machine, string address, object asked, string? key)
        {
            try
            {
                var to = TestApplication.WithKey(machine.Address, app.Key);
                var headers = key is null ? [] : new[] { ("Idempotency-Key", key) };
                var (status, body) = await to.Send(HttpMethod.Post, address, JsonSerializer.Serialize(asked), headers: headers);
                status.ShouldBeOneOf([200, 402, 429, 500, 503], body.ToString());
                return status is 200 or 402 ? status : null;
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException or JsonException)
            {
                return null;
            }
        }

        async Task<Process> Begin(InstalledConsole machine)
        {
            var process = machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey));
            await machine.Ready(process);
            return process;
        }
    }

    private static async Task<string> Limited(TestApplication app)
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
                allows = $"{Limit}",
            }
        );
        return await app.Tenant("studio");
    }
}
