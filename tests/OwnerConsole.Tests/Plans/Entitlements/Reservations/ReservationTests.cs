using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Plans.Entitlements;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Plans.Entitlements.Reservations;

namespace OwnerConsole.Tests.Plans.Entitlements.Reservations;

/// <summary>Reservations hold part of a limit before it is used. The numbers in the names are the rules of the limits' design.</summary>
public sealed class ReservationTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Rule_6_twenty_concurrent_reservations_of_75_within_500_grant_six()
    {
        var acme = await _limited.On("twenty", "pro");
        var claims = console.Services.GetRequiredService<ClaimProcessor>();
        // A second instance on the same database, like a second node.
        var other = new ClaimProcessor(console.Database);

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(number =>
                    (number % 2 == 0 ? claims : other).Reserve(acme, "sessions", 75, key: null, new($"rsv_twenty{number}", TimeSpan.FromMinutes(1)))
                )
        );

        answers.Count(answer => answer.Refused is null).ShouldBe(6);
        LimitedPlatform.Said(await _limited.Entitlement(acme, "sessions"), "used", "reserved", "remaining").ShouldBe(["0", "450", "50"]);
        (await CountReserved(acme)).ShouldBe(6);
    }

    [Fact]
    public async Task A_reservation_counts_against_the_limit_until_it_is_closed()
    {
        var acme = await _limited.On("held", "starter");

        var held = await _limited.App.Post(LimitedPlatform.Reserve, LimitedPlatform.Reserving(acme, "sessions", "70"));
        var (_, refused) = await _limited.Refused(LimitedPlatform.Consume, acme, "sessions", "31");
        var id = held.GetProperty("id").GetString()!;
        var seen = await _limited.App.Get($"{LimitedPlatform.Reservations}/{id}");
        var released = await _limited.Release(id);

        id.ShouldStartWith("rsv_");
        LimitedPlatform.Said(held, "state", "amount", "actual", "used", "reserved", "limit").ShouldBe(["held", "70", null, "0", "70", "100"]);
        held.GetProperty("expires_at").GetDateTimeOffset().ShouldBe(seen.GetProperty("expires_at").GetDateTimeOffset());
        refused.GetProperty("code").GetString().ShouldBe("limit_reached");
        LimitedPlatform.Said(refused, "used", "reserved", "requested", "remaining").ShouldBe(["0", "70", "31", "30"]);
        refused.GetProperty("detail").GetString()!.ShouldStartWith("sessions: 0 of 100 sessions used and 70 reserved, and 31 more would exceed the limit.");
        LimitedPlatform.Said(seen, "state", "reserved").ShouldBe(["held", "70"]);
        LimitedPlatform.Said(released.Body, "state", "used", "reserved").ShouldBe(["released", "0", "0"]);
        (await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "100"))).GetProperty("used").GetString().ShouldBe("100");
    }

    [Fact]
    public async Task A_reservation_above_the_limit_is_refused_and_not_stored()
    {
        var acme = await _limited.On("too-much", "starter");

        var (status, refused) = await _limited.App.Send(
            HttpMethod.Post,
            LimitedPlatform.Reserve,
            JsonSerializer.Serialize(LimitedPlatform.Reserving(acme, "sessions", "101"))
        );

        status.ShouldBe(402);
        LimitedPlatform.Said(refused, "requested", "reserved").ShouldBe(["101", "0"]);
        (await CountReserved(acme)).ShouldBe(0);
    }

    [Fact]
    public async Task Rule_6_an_expired_reservation_frees_its_amount_before_cleanup()
    {
        var acme = await _limited.On("over", "starter");
        var id = await _limited.Held(acme, "sessions", "100");
        (await _limited.Refused(LimitedPlatform.Consume, acme, "sessions")).Status.ShouldBe(402);

        await _limited.Expire(acme);
        var seen = await _limited.Entitlement(acme, "sessions");
        var check = await _limited.App.Post(LimitedPlatform.Check, LimitedPlatform.Asked(acme, "sessions", "100"));
        var used = await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "100"));

        LimitedPlatform.Said(seen, "reserved", "remaining").ShouldBe(["0", "100"]);
        check.GetProperty("allowed").GetBoolean().ShouldBeTrue();
        LimitedPlatform.Said(used, "used", "reserved").ShouldBe(["100", "0"]);
        LimitedPlatform.Said(await _limited.App.Get($"{LimitedPlatform.Reservations}/{id}"), "state", "reserved").ShouldBe(["expired", "0"]);
    }

    [Fact]
    public async Task Rule_6_concurrent_claims_use_exactly_the_amount_of_expired_reservations()
    {
        var acme = await _limited.On("over-crowd", "starter");
        await _limited.Held(acme, "sessions", "60");
        await _limited.Expire(acme);
        var still = await _limited.Held(acme, "sessions", "40");
        var (claims, other) = (console.Services.GetRequiredService<ClaimProcessor>(), new ClaimProcessor(console.Database));

        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(number => (number % 2 == 0 ? claims : other).Consume(acme, "sessions", 1, key: null)));

        answers.Count(answer => answer.Refused is null).ShouldBe(60);
        LimitedPlatform.Said((await _limited.Commit(still)).Body, "used", "reserved").ShouldBe(["100", "0"]);
    }

    [Fact]
    public async Task The_cleanup_closes_expired_reservations_only()
    {
        var acme = await _limited.On("swept", "starter");
        await _limited.Held(acme, "sessions", "10");
        await _limited.Expire(acme);
        await _limited.Held(acme, "sessions", "20");

        await console
            .Services.GetServices<IWorkHandler>()
            .OfType<ReservationUpkeep>()
            .Single()
            .Execute(new("every:reservations.upkeep", 1, null, "reservations.upkeep", default, 0), CancellationToken.None);

        await using var work = await console.Database.Read();
        (
            await work.List<string>("select state || ' ' || trim_scale(amount) from entitlements.reservations where tenant_id = @acme order by 1", new { acme })
        ).ShouldBe(["expired 10", "held 20"]);
        (
            await work.One<bool>(
                """
                select u.reserved = 20 and u.next_expiry = (select expires_at from entitlements.reservations where tenant_id = @acme and state = 'held')
                  from entitlements.usage u where u.tenant_id = @acme
                """,
                new { acme }
            )
        ).ShouldBeTrue();
    }

    [Fact]
    public async Task A_repeated_key_reserves_once_and_is_refused_for_a_different_request()
    {
        var acme = await _limited.On("hold-keys", "starter");

        var first = await Keyed(LimitedPlatform.Reserving(acme, "sessions", "3"));
        var again = await Keyed(LimitedPlatform.Reserving(acme, "sessions", "3"));
        var more = await Keyed(LimitedPlatform.Reserving(acme, "sessions", "4"));
        var longer = await Keyed(LimitedPlatform.Reserving(acme, "sessions", "3", seconds: 601));
        var used = await _limited.Keyed(acme, "sessions", "3", "hold-1");
        await _limited.Commit(first.Body.GetProperty("id").GetString()!);
        var late = await Keyed(LimitedPlatform.Reserving(acme, "sessions", "3"));

        Members(again.Body).ShouldBe(Members(first.Body));
        (more.Status, longer.Status, used.Status).ShouldBe((422, 422, 422));
        LimitedPlatform.Said(late.Body, "id", "state").ShouldBe([first.Body.GetProperty("id").GetString(), "committed"]);
        (await _limited.Entitlement(acme, "sessions")).GetProperty("used").GetString().ShouldBe("3");

        // Each answer has its own decision with its time.
        static IEnumerable<string> Members(JsonElement body) =>
            body.EnumerateObject().Where(member => member.Name != "decision").Select(member => member.ToString());

        Task<(int Status, JsonElement Body)> Keyed(object asked) =>
            _limited.App.Send(HttpMethod.Post, LimitedPlatform.Reserve, JsonSerializer.Serialize(asked), headers: ("Idempotency-Key", "hold-1"));
    }

    [Fact]
    public async Task Concurrent_requests_with_one_key_on_two_nodes_reserve_once()
    {
        var acme = await _limited.On("twins", "pro");
        var nodes = new[] { console.Services.GetRequiredService<ClaimProcessor>(), new ClaimProcessor(console.Database) };

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 800)
                .Select(number =>
                    nodes[number % 2].Reserve(acme, "sessions", 1, $"twins:{number / 2 % 100}", new($"rsv_twins{number}", TimeSpan.FromMinutes(1)))
                )
        );

        answers.Where(answer => answer.Refused is not null).ShouldBeEmpty();
        answers.Count(answer => !answer.IsRepeated).ShouldBe(100);
        answers.Select(answer => answer.ReservationId).Distinct().Count().ShouldBe(100);
        LimitedPlatform.Said(await _limited.Entitlement(acme, "sessions"), "reserved").ShouldBe(["100"]);
    }

    [Fact]
    public async Task A_repeated_refusal_writes_no_usage()
    {
        var (full, none) = (await _limited.On("quiet", "starter"), await _limited.On("quiet-none"));
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(full, "sessions", "100"));
        (await _limited.Refused(LimitedPlatform.Consume, full, "sessions")).Status.ShouldBe(402);
        var before = await Rows();

        (await _limited.Refused(LimitedPlatform.Consume, full, "sessions")).Status.ShouldBe(402);
        (await _limited.Keyed(full, "sessions", "1", "quiet")).Status.ShouldBe(402);
        (await _limited.Refused(LimitedPlatform.Consume, none, "sessions")).Status.ShouldBe(402);

        (await Rows()).ShouldBe(before);
        before.ShouldHaveSingleItem();

        async Task<IReadOnlyList<string>> Rows()
        {
            await using var work = await console.Database.Read();
            // These columns change when a row is written or locked.
            return await work.List<string>(
                "select tenant_id || ' ' || xmin || ' ' || xmax || ' ' || ctid from entitlements.usage where tenant_id = any(@tenants)",
                new { tenants = new[] { full, none } }
            );
        }
    }

    [Theory]
    [InlineData("""{"ttl_seconds": 0}""", "ttl_seconds")]
    [InlineData("""{"ttl_seconds": 86401}""", "ttl_seconds")]
    [InlineData("""{"ttl_seconds": 1.5}""", "ttl_seconds")]
    [InlineData("""{"ttl_seconds": "60"}""", "ttl_seconds")]
    [InlineData("{}", "ttl_seconds")]
    [InlineData("""{"ttl_seconds": 60, "amount": "1.5"}""", "amount")]
    [InlineData("""{"ttl_seconds": 60, "amount": "0"}""", "amount")]
    [InlineData("""{"ttl_seconds": 60, "amount": "-1"}""", "amount")]
    public async Task An_invalid_reservation_is_rejected_by_field(string said, string field)
    {
        var acme = await _limited.On("bad-holds");
        var body = said.TrimEnd('}') + (said == "{}" ? "" : ", ") + $$""" "tenant": "{{acme}}", "feature": "sessions" }""";

        var (status, answer) = await _limited.App.Send(HttpMethod.Post, LimitedPlatform.Reserve, body);

        status.ShouldBe(400, answer.GetRawText());
        answer.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldContain(field);
    }

    [Fact]
    public async Task An_unknown_reservation_and_one_of_another_tenant_are_not_found()
    {
        var (mine, other) = (await _limited.On("own", "starter"), await _limited.On("theirs", "starter"));
        var scoped = await TestApplication.Connect(console, onlyTenant: mine);
        var theirs = await _limited.Held(other, "sessions", "1");
        var own = (await scoped.Post(LimitedPlatform.Reserve, LimitedPlatform.Reserving(mine, "sessions", "1"))).GetProperty("id").GetString()!;

        foreach (var id in new[] { theirs, "rsv_nobody" })
        {
            (await scoped.Send(HttpMethod.Get, $"{LimitedPlatform.Reservations}/{id}", null)).Status.ShouldBe(404);
            (await scoped.Send(HttpMethod.Post, $"{LimitedPlatform.Reservations}/{id}/commit", "{}")).Status.ShouldBe(404);
            (await scoped.Send(HttpMethod.Post, $"{LimitedPlatform.Reservations}/{id}/release", null)).Status.ShouldBe(404);
        }
        (await scoped.Send(HttpMethod.Post, $"{LimitedPlatform.Reservations}/{own}/commit", "{}")).Status.ShouldBe(200);
        (await _limited.App.Get($"{LimitedPlatform.Reservations}/{theirs}")).GetProperty("state").GetString().ShouldBe("held");
    }

    private async Task<long> CountReserved(string tenant)
    {
        await using var work = await console.Database.Read();
        return await work.One<long>("select count(*) from entitlements.reservations where tenant_id = @tenant and state = 'held'", new { tenant });
    }
}
