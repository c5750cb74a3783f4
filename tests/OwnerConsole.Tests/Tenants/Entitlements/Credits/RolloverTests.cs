using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Entitlements.Credits;

/// <summary>What is granted for the period that runs ends with it, and may go over once.</summary>
public sealed class RolloverTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private CreditPlatform _credited = null!; // set before each test

    public async ValueTask InitializeAsync() => _credited = await CreditPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task At_most_so_much_of_what_is_left_goes_over_into_the_next_period_and_once_only()
    {
        var acme = await _credited.Limited.On("rollover");
        var credit = await _credited.Grant(acme, "50", forPeriod: true, rollover: "20");
        var ends = (await _credited.Limited.Entitlement(acme, "sessions")).GetProperty("resets_at").GetDateTimeOffset();
        (await Expires(acme, credit)).ShouldBe(ends);
        await _credited.Use(acme, "10");

        await _credited.End(acme, credit);
        await _credited.Upkeep();

        var rolled = (await _credited.Grants(acme)).Keys.Single(id => id != credit);
        (await _credited.Grants(acme)).ShouldBe(new Dictionary<string, string> { [credit] = "0 expired", [rolled] = "20 open" }, ignoreOrder: true);
        (await _credited.Moved(acme)).ShouldBe(["granted 50", "spent 10", "expired 40", "granted 20"]);
        var grant = await Find(acme, rolled);
        (grant.GetProperty("rolled_from").GetString(), grant.GetProperty("rollover").GetString()).ShouldBe((credit, null));
        await _credited.Use(acme, "20");
        (await _credited.Try(acme, "1")).ShouldBe(402);
        await _credited.End(acme, rolled);
        await _credited.Upkeep();
        (await _credited.Grants(acme)).Count.ShouldBe(2);
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task What_went_over_ends_with_the_period_that_follows_and_undoing_the_grant_takes_it_back()
    {
        var acme = await _credited.Limited.On("rollover-undo");
        var run = await _credited.App.Run(
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
        var credit = LimitedPlatform.Created(run);
        await _credited.End(acme, credit);
        await _credited.Upkeep();
        var rolled = (await _credited.Grants(acme)).Keys.Single(id => id != credit);

        // The end was brought forward to now, which lies in the period that runs: it is the one that follows.
        (await Expires(acme, rolled)).ShouldBe((await _credited.Limited.Entitlement(acme, "sessions")).GetProperty("resets_at").GetDateTimeOffset());
        await _credited.App.Post($"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", new { });

        (await _credited.Grants(acme))[rolled].ShouldBe("0 voided");
        await _credited.Sums(acme);
    }

    [Fact]
    public async Task What_has_expired_is_told_to_the_application_and_stands_in_the_log()
    {
        var acme = await _credited.Limited.On("rollover-told");
        var credit = await _credited.Grant(acme, "50", forPeriod: true, rollover: "20");

        await _credited.End(acme, credit);
        await _credited.Upkeep();

        await using var work = await console.Database.Read();
        var told = await work.List<string>("select l.data::text from core.log l where l.tenant_id = @acme and l.event = 'credits.expired'", new { acme });
        told.ShouldHaveSingleItem().ShouldContain(credit);
    }

    [Fact]
    public async Task A_grant_and_what_goes_over_are_told_to_the_application_each_with_its_end()
    {
        var acme = await _credited.Limited.On("granted-told");
        var lasting = await _credited.Grant(acme, "7");
        var credit = await _credited.Grant(acme, "50", forPeriod: true, rollover: "20");
        var ends = (await _credited.Limited.Entitlement(acme, "sessions")).GetProperty("resets_at").GetDateTimeOffset();

        await _credited.End(acme, credit);
        await _credited.Upkeep();

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
    public async Task What_is_taken_back_and_given_back_is_told_with_what_was_left_of_it()
    {
        var acme = await _credited.Limited.On("voided-told");
        var run = await _credited.App.Run(
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
        var credit = LimitedPlatform.Created(run);
        await _credited.Use(acme, "5");
        var voided = await _credited.App.Run("credit.void", credit);
        await _credited.App.Undo(voided);
        await _credited.End(acme, credit);
        await _credited.Upkeep();
        var rolled = (await _credited.Grants(acme)).Keys.Single(id => id != credit);

        await _credited.App.Undo(run);

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
    public async Task What_can_not_go_over_is_refused_in_words(string feature, bool forPeriod, string? until, string? rollover, string code)
    {
        var acme = await _credited.Limited.On("bad-rollover");

        var refused = await _credited.Refused(
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
        (await _credited.App.Get($"/api/v1/tenants/{tenant}/credits"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(grant => grant.GetProperty("id").GetString() == credit);
}
