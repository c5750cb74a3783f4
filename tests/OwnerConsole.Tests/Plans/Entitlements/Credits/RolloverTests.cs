using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tests.Plans.Entitlements.Credits;

/// <summary>Credits for the current period expire with it, and a part can roll over once.</summary>
public sealed class RolloverTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private CreditPlatform _credits = null!; // set before each test

    public async ValueTask InitializeAsync() => _credits = await CreditPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Unused_credits_roll_over_up_to_the_maximum_and_only_once()
    {
        var acme = await _credits.Limited.On("rollover");
        var credit = await _credits.Grant(acme, "50", forPeriod: true, rollover: "20");
        var ends = (await _credits.Limited.Entitlement(acme, "sessions")).GetProperty("resets_at").GetDateTimeOffset();
        (await Expires(acme, credit)).ShouldBe(ends);
        await _credits.Use(acme, "10");

        await _credits.ExpireGrant(acme, credit);
        await _credits.RunUpkeep();

        var rolled = (await _credits.Grants(acme)).Keys.Single(id => id != credit);
        (await _credits.Grants(acme)).ShouldBe(new Dictionary<string, string> { [credit] = "0 expired", [rolled] = "20 open" }, ignoreOrder: true);
        (await _credits.Movements(acme)).ShouldBe(["granted 50", "spent 10", "expired 40", "granted 20"]);
        var grant = await Find(acme, rolled);
        (grant.GetProperty("rolled_from").GetString(), grant.GetProperty("rollover").GetString()).ShouldBe((credit, null));
        await _credits.Use(acme, "20");
        (await _credits.TryUse(acme, "1")).ShouldBe(402);
        await _credits.ExpireGrant(acme, rolled);
        await _credits.RunUpkeep();
        (await _credits.Grants(acme)).Count.ShouldBe(2);
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task Rolled_over_credits_expire_with_the_next_period_and_undo_voids_them()
    {
        var acme = await _credits.Limited.On("rollover-undo");
        var run = await _credits.App.Run(
            "credit.grant",
            acme,
            new
            {
                feature = "sessions",
                amount = "5",
                reason = "A month's gift",
                for_period = true,
                rollover = "5",
            }
        );
        var credit = run.Created();
        await _credits.ExpireGrant(acme, credit);
        await _credits.RunUpkeep();
        var rolled = (await _credits.Grants(acme)).Keys.Single(id => id != credit);

        // The expiry was moved to now, which is in the current period, so the next period is the current one.
        (await Expires(acme, rolled)).ShouldBe((await _credits.Limited.Entitlement(acme, "sessions")).GetProperty("resets_at").GetDateTimeOffset());
        await _credits.App.Post($"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", new { });

        (await _credits.Grants(acme))[rolled].ShouldBe("0 voided");
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task A_refund_also_voids_what_has_rolled_over_since_it_was_requested()
    {
        var acme = await _credits.Limited.On("rollover-refund");
        var credit = await _credits.Grant(acme, "50", forPeriod: true, rollover: "20");
        await _credits.ExpireGrant(acme, credit);
        await _credits.RunUpkeep();
        var rolled = (await _credits.Grants(acme)).Keys.Single(id => id != credit);

        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [acme, IdGenerator.Platform]))
        {
            await console.Services.GetRequiredService<IUnusedCredits>().Void(acme, [credit], "run_refund", work);
            await work.Commit();
        }

        (await _credits.Grants(acme))[rolled].ShouldBe("0 voided");
        await _credits.CheckSums(acme);
    }

    [Fact]
    public async Task Expired_credits_are_logged_for_webhooks()
    {
        var acme = await _credits.Limited.On("rollover-told");
        var credit = await _credits.Grant(acme, "50", forPeriod: true, rollover: "20");

        await _credits.ExpireGrant(acme, credit);
        await _credits.RunUpkeep();

        await using var work = await console.Database.Read();
        var told = await work.List<string>("select l.data::text from core.log l where l.tenant_id = @acme and l.event = 'credits.expired'", new { acme });
        told.ShouldHaveSingleItem().ShouldContain(credit);
    }

    [Fact]
    public async Task Granted_and_rolled_over_credits_are_logged_with_their_expiry()
    {
        var acme = await _credits.Limited.On("granted-told");
        var lasting = await _credits.Grant(acme, "7");
        var credit = await _credits.Grant(acme, "50", forPeriod: true, rollover: "20");
        var ends = (await _credits.Limited.Entitlement(acme, "sessions")).GetProperty("resets_at").GetDateTimeOffset();

        await _credits.ExpireGrant(acme, credit);
        await _credits.RunUpkeep();

        await using var work = await console.Database.Read();
        var told = (
            await work.List<string>("select l.data::text from core.log l where l.tenant_id = @acme and l.event = 'credits.granted' order by l.at", new { acme })
        )
            .Select(text => JsonDocument.Parse(text).RootElement)
            .ToList();
        told.Select(element => string.Join(' ', LimitedPlatform.Said(element, "feature", "amount", "rolled_from")))
            .ShouldBe(["sessions 7 ", "sessions 50 ", $"sessions 20 {credit}"]);
        told.Take(2).Select(element => element.GetProperty("credit").GetString()).ShouldBe([lasting, credit]);
        told[0].GetProperty("expires_at").ValueKind.ShouldBe(JsonValueKind.Null);
        told.Skip(1).ShouldAllBe(element => element.GetProperty("expires_at").GetDateTimeOffset() == ends);
    }

    [Fact]
    public async Task Voided_and_restored_credits_are_logged_with_the_remaining_amount()
    {
        var acme = await _credits.Limited.On("voided-told");
        var run = await _credits.App.Run(
            "credit.grant",
            acme,
            new
            {
                feature = "sessions",
                amount = "50",
                reason = "A month's gift",
                for_period = true,
                rollover = "20",
            }
        );
        var credit = run.Created();
        await _credits.Use(acme, "5");
        var voided = await _credits.App.Run("credit.void", credit);
        await _credits.App.Undo(voided);
        await _credits.ExpireGrant(acme, credit);
        await _credits.RunUpkeep();
        var rolled = (await _credits.Grants(acme)).Keys.Single(id => id != credit);

        await _credits.App.Undo(run);

        await using var work = await console.Database.Read();
        (
            await work.List<string>(
                "select l.event || ' ' || (l.data::jsonb ->> 'credit') || ' ' || (l.data::jsonb ->> 'amount') from core.log l where l.tenant_id = @acme and l.event like 'credits.%' order by l.at, l.id",
                new { acme }
            )
        ).ShouldBe([
            $"credits.granted {credit} 50",
            $"credits.voided {credit} 45",
            $"credits.granted {credit} 45",
            $"credits.expired {credit} 45",
            $"credits.granted {rolled} 20",
            $"credits.voided {rolled} 20",
        ]);
    }

    [Theory]
    [InlineData("lifetime", true, null, null, "never_resets")]
    [InlineData("sessions", true, "2030-01-01", null, "bad_until")]
    [InlineData("sessions", false, null, "5", "bad_rollover")]
    [InlineData("sessions", true, null, "51", "bad_rollover")]
    [InlineData("sessions", true, null, "0", "bad_rollover")]
    [InlineData("sessions", true, null, "1.5", "bad_rollover")]
    public async Task An_invalid_rollover_is_refused_with_its_reason(string feature, bool forPeriod, string? until, string? rollover, string code)
    {
        var acme = await _credits.Limited.On("bad-rollover");

        var refused = await _credits.Refused(
            acme,
            new
            {
                feature,
                amount = "50",
                until,
                for_period = forPeriod,
                rollover,
                reason = "Why not",
            }
        );

        refused.ShouldBe(code);
    }

    private async Task<DateTimeOffset> Expires(string tenant, string credit) => (await Find(tenant, credit)).GetProperty("expires_at").GetDateTimeOffset();

    private async Task<System.Text.Json.JsonElement> Find(string tenant, string credit) =>
        (await _credits.App.Get($"/api/v1/tenants/{tenant}/credits"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(grant => grant.GetProperty("id").GetString() == credit);
}
