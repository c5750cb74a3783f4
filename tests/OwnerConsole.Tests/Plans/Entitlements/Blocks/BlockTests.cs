using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Plans.Entitlements;
using OwnerConsole.Plans.Entitlements.Blocks;
using OwnerConsole.Plans.Entitlements.Overrides;
using OwnerConsole.Plans.Entitlements.Reservations;
using OwnerConsole.Plans.Entitlements.Thresholds;

namespace OwnerConsole.Tests.Plans.Entitlements.Blocks;

/// <summary>A tenant is blocked from its first refusal until its limit allows more; rule 15 of the limits' design.</summary>
public sealed class BlockTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Repeated_refusals_block_a_tenant_and_notify_once()
    {
        var acme = await _limited.On("refused", "starter");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "100"));
        (await Status(acme)).ShouldBe("active"); // A used-up limit alone does not block: no claim was refused.

        for (var times = 0; times < 3; times++)
            (await _limited.Refused(LimitedPlatform.Consume, acme, "sessions")).Status.ShouldBe(402);
        await NotifyBlocks();
        await NotifyBlocks();

        (await Status(acme)).ShouldBe("blocked");
        (await Events(acme)).ShouldBe(["tenant.blocked refused 100 of 100"]);
        (await _limited.Entitlement(acme, "sessions")).GetProperty("blocked_since").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task A_check_blocks_no_tenant()
    {
        var acme = await _limited.On("asked", "starter");

        (await _limited.Refused(LimitedPlatform.Check, acme, "sessions", "101")).Status.ShouldBe(402);

        (await Status(acme)).ShouldBe("active");
    }

    [Fact]
    public async Task A_feature_without_a_grant_blocks_no_tenant()
    {
        var acme = await _limited.On("never", "starter");

        (await _limited.App.Send(HttpMethod.Put, $"/api/v1/tenants/{acme}/gauges/clients/ext:first", null)).Status.ShouldBe(402);

        (await Status(acme)).ShouldBe("active");
    }

    [Fact]
    public async Task An_override_unblocks_a_tenant_without_another_claim()
    {
        var acme = await _limited.On("override", "starter");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "100"));
        await _limited.Refused(LimitedPlatform.Consume, acme, "sessions");

        await Override(acme, "sessions", "150");
        await NotifyBlocks();

        (await Status(acme)).ShouldBe("active");
        (await Events(acme)).ShouldBe(["tenant.blocked refused 100 of 100", "tenant.unblocked"]);
    }

    [Fact]
    public async Task A_larger_plan_unblocks_a_tenant_at_its_next_claim()
    {
        var acme = await _limited.On("plan", "starter");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "100"));
        await _limited.Refused(LimitedPlatform.Consume, acme, "sessions");

        await _limited.App.Run("tenant.change_plan", acme, new { items = new[] { new { plan = "pro" } } });
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions"));

        (await Status(acme)).ShouldBe("active");
    }

    [Fact]
    public async Task Removing_a_resource_from_a_full_gauge_unblocks_the_tenant()
    {
        var acme = await _limited.On("gauge", "starter");
        await Override(acme, "clients", "1");
        (await _limited.App.Send(HttpMethod.Put, $"/api/v1/tenants/{acme}/gauges/clients/ext:a", null)).Status.ShouldBe(200);
        (await _limited.App.Send(HttpMethod.Put, $"/api/v1/tenants/{acme}/gauges/clients/ext:b", null)).Status.ShouldBe(402);
        (await Status(acme)).ShouldBe("blocked");

        await _limited.App.Send(HttpMethod.Delete, $"/api/v1/tenants/{acme}/gauges/clients/ext:a", null);

        (await Status(acme)).ShouldBe("active");
    }

    [Fact]
    public async Task Usage_above_a_lowered_limit_blocks_until_it_is_within_the_limit()
    {
        var acme = await _limited.On("lowered", "starter");
        await Override(acme, "clients", "5");
        await _limited.App.Put($"/api/v1/tenants/{acme}/gauges/clients", new { value = "5", version = 1 });
        await Override(acme, "clients", "3");

        await Review();
        (await Status(acme)).ShouldBe("blocked");
        await _limited.App.Put($"/api/v1/tenants/{acme}/gauges/clients", new { value = "4", version = 2 });
        (await Status(acme)).ShouldBe("blocked");
        await _limited.App.Put($"/api/v1/tenants/{acme}/gauges/clients", new { value = "3", version = 3 });

        (await Status(acme)).ShouldBe("active");
        await NotifyBlocks();
        (await Events(acme)).ShouldBe(["tenant.blocked exceeded 5 of 3", "tenant.unblocked"]);
    }

    [Fact]
    public async Task A_released_or_expired_reservation_unblocks_the_tenant()
    {
        var (acme, bloom) = (await _limited.On("released", "starter"), await _limited.On("expired", "starter"));
        var held = await _limited.Held(acme, "sessions", "100");
        await _limited.Held(bloom, "sessions", "100");
        foreach (var tenant in new[] { acme, bloom })
            (await _limited.Refused(LimitedPlatform.Consume, tenant, "sessions")).Status.ShouldBe(402);

        await _limited.Release(held);
        await _limited.Expire(bloom);
        await Execute<ReservationUpkeep>();

        (await Status(acme)).ShouldBe("active");
        (await Status(bloom)).ShouldBe("active");
    }

    [Fact]
    public async Task A_new_period_unblocks_the_tenant()
    {
        var acme = await _limited.On("period", "starter");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "100"));
        await _limited.Refused(LimitedPlatform.Consume, acme, "sessions");
        (await Status(acme)).ShouldBe("blocked");

        await _limited.TurnPeriod(acme);
        await NotifyBlocks();

        (await Status(acme)).ShouldBe("active");
    }

    [Fact]
    public async Task Two_limits_block_until_both_allow_more_and_a_suspension_takes_precedence()
    {
        var acme = await _limited.On("two", "starter");
        await _limited.Refused(LimitedPlatform.Consume, acme, "sessions", "101");
        await _limited.Refused(LimitedPlatform.Consume, acme, "lifetime", "4");

        await Override(acme, "sessions", "1000");
        await NotifyBlocks();
        (await Status(acme)).ShouldBe("blocked");
        await _limited.App.Run("tenant.suspend", acme, new { cause = "abuse" });
        (await Status(acme)).ShouldBe("suspended");
        await Override(acme, "lifetime", "10");
        await NotifyBlocks();
        await _limited.App.Run("tenant.reactivate", acme, new { });

        (await Status(acme)).ShouldBe("active");
    }

    [Fact]
    public async Task A_retired_feature_unblocks_the_tenant()
    {
        var acme = await _limited.On("retired", "starter");
        var stays = await _limited.Declare("stays", "counter", "stay", allows: "1");
        await _limited.Refused(LimitedPlatform.Consume, acme, "stays", "2");
        (await Status(acme)).ShouldBe("blocked");

        await _limited.App.Run("feature.retire", stays, new { });
        await NotifyBlocks();

        (await Status(acme)).ShouldBe("active");
    }

    [Fact]
    public async Task Concurrent_refusals_open_one_block_and_are_all_counted()
    {
        var acme = await _limited.On("many", "starter");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "100"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => _limited.Refused(LimitedPlatform.Consume, acme, "sessions")));
        await console.Services.GetRequiredService<RefusalCounter>().Flush(TestContext.Current.CancellationToken);
        await NotifyBlocks();

        answers.ShouldAllBe(answer => answer.Status == 402);
        (await Events(acme)).ShouldBe(["tenant.blocked refused 100 of 100"]);
        await using var work = await console.Database.Read();
        (await work.One<long>("select sum(number)::bigint from entitlements.refusals where tenant_id = @acme", new { acme })).ShouldBe(40);
        (await work.One<int>("select blocks from core.tenant_status where tenant_id = @acme", new { acme })).ShouldBe(1);
    }

    private Task Override(string tenant, string feature, string allows) =>
        _limited.App.Run(
            "tenant.override_limit",
            tenant,
            new
            {
                feature,
                allows,
                reason = "Agreed",
            }
        );

    private Task NotifyBlocks() => Execute<BlockNotifier>();

    private Task Review() => Execute<LimitReview>();

    private Task Execute<T>()
        where T : IWorkHandler => console.Services.GetServices<IWorkHandler>().OfType<T>().Single().Execute(null!, CancellationToken.None); // The handler reads no item.

    private async Task<string?> Status(string tenant) => (await _limited.App.Get($"/api/v1/tenants/{tenant}")).GetProperty("status").GetString();

    private async Task<IReadOnlyList<string>> Events(string tenant)
    {
        await using var work = await console.Database.Read();
        return await work.List<string>(
            """
            select event || coalesce(' ' || (data::jsonb->>'cause') || ' ' || (data::jsonb->>'used') || ' of ' || (data::jsonb->>'ceiling'), '')
              from core.log where tenant_id = @tenant and event in ('tenant.blocked', 'tenant.unblocked') order by at, event
            """,
            new { tenant }
        );
    }
}
