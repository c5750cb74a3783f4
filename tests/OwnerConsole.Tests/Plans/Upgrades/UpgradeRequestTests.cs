using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tests.Plans.Upgrades;

public sealed class UpgradeRequestTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private UpgradePlatform _upgrades = null!; // set before each test

    public async ValueTask InitializeAsync() => _upgrades = await UpgradePlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_requested_plan_replaces_the_only_current_plan()
    {
        var acme = await _upgrades.On("asks-1", "starter");

        var asked = await _upgrades.RequestUpgrade(acme, "pro", "We have more clients than fit.");

        var id = asked.GetProperty("id").GetString()!;
        id.ShouldStartWith("upg_");
        asked.GetProperty("state").GetString().ShouldBe("open");
        asked.GetProperty("replaces").EnumerateArray().Select(element => element.GetString()).ShouldBe(["starter"]);
        asked.GetProperty("reason").GetString().ShouldBe("We have more clients than fit.");
        (await _upgrades.App.Get($"/api/v1/tenants/{acme}/upgrade-requests")).GetProperty("data")[0].GetRawText().ShouldBe(asked.GetRawText());
        (await _upgrades.LoggedEvents(acme)).ShouldBe([$$"""upgrade.requested {"upgrade":"{{id}}","plan":"pro","replaces":["starter"]}"""]);
    }

    [Fact]
    public async Task A_repeated_request_returns_the_open_one_without_a_new_event()
    {
        var acme = await _upgrades.On("asks-2", "starter");
        var first = await _upgrades.RequestedId(acme, "pro");

        var again = await _upgrades.RequestedId(acme, "pro", "Once more, with feeling.");
        var other = await _upgrades.RequestedId(acme, "enterprise");

        again.ShouldBe(first);
        other.ShouldNotBe(first);
        (await _upgrades.LoggedEvents(acme)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_repeated_key_returns_the_same_request_even_after_cancellation()
    {
        var acme = await _upgrades.On("asks-3", "starter");
        var (_, first) = await _upgrades.Keyed(acme, "pro", "mine");
        await _upgrades.Cancel(first.GetProperty("id").GetString()!);

        var (_, again) = await _upgrades.Keyed(acme, "pro", "mine");
        var other = await UpgradePlatform.StatusAndCode(_upgrades.Keyed(acme, "enterprise", "mine"));

        again.GetProperty("id").GetString().ShouldBe(first.GetProperty("id").GetString());
        again.GetProperty("state").GetString().ShouldBe("cancelled");
        other.ShouldBe((422, "idempotency_key_reused"));
    }

    [Fact]
    public async Task Concurrent_requests_create_one_request()
    {
        var acme = await _upgrades.On("asks-4", "starter");

        var asked = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _upgrades.RequestedId(acme, "pro")));

        asked.Distinct().ShouldHaveSingleItem();
        (await _upgrades.LoggedEvents(acme)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_tenant_with_several_plans_must_say_which_ones_to_replace()
    {
        var acme = await _upgrades.On("asks-5", "starter", "seats");

        var unsaid = await _upgrades.Refused(acme, "pro");
        var asked = await _upgrades.RequestUpgrade(acme, "pro", replaces: ["starter"]);
        var onTop = await _upgrades.RequestUpgrade(acme, "enterprise", replaces: []);

        unsaid.ShouldBe((422, "replaces_needed"));
        asked.GetProperty("replaces").EnumerateArray().Select(element => element.GetString()).ShouldBe(["starter"]);
        onTop.GetProperty("replaces").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task An_invalid_request_is_refused_with_its_reason()
    {
        var acme = await _upgrades.On("asks-6", "starter");
        var gone = await _upgrades.On("asks-7", "starter");
        await _upgrades.App.Put($"/api/v1/tenants/{gone}", new { lifecycle = "cancelled" });

        (await _upgrades.Refused(acme, "gold")).ShouldBe((422, "unknown_plan"));
        (await _upgrades.Refused(acme, "starter")).ShouldBe((409, "already_held"));
        (await _upgrades.Refused(acme, "pro", ["seats"])).ShouldBe((422, "not_subscribed"));
        (await _upgrades.Refused(acme, "pro", member: "ext:nobody")).ShouldBe((422, "unknown_member"));
        (await _upgrades.Refused(gone, "pro")).ShouldBe((409, "cancelled"));
    }

    [Theory]
    [InlineData("{}", 400)]
    [InlineData("""{"plan":""}""", 400)]
    [InlineData("""{"plan":7}""", 400)]
    [InlineData("""{"plan":"pro","replaces":"starter"}""", 400)]
    [InlineData("""{"plan":"pro","replaces":[null]}""", 400)]
    [InlineData("""["pro"]""", 400)]
    public async Task A_malformed_request_is_rejected(string body, int expected)
    {
        var acme = await _upgrades.On("asks-8", "starter");

        var (status, _) = await _upgrades.App.Send(HttpMethod.Post, $"/api/v1/tenants/{acme}/upgrade-requests", body);

        status.ShouldBe(expected);
    }

    [Fact]
    public async Task A_reason_has_at_most_2000_characters()
    {
        var acme = await _upgrades.On("asks-9", "starter");

        var (status, answer) = await _upgrades.App.Send(
            HttpMethod.Post,
            $"/api/v1/tenants/{acme}/upgrade-requests",
            Json.Text(new { plan = "pro", reason = new string('a', 2001) })
        );

        (status, answer.GetProperty("errors").EnumerateObject().Single().Name).ShouldBe((400, "reason"));
    }

    [Fact]
    public async Task Cancelling_twice_cancels_once_and_logs_one_event()
    {
        var acme = await _upgrades.On("asks-10", "starter");
        var id = await _upgrades.RequestedId(acme, "pro");

        await _upgrades.Cancel(id);
        var (status, again) = await _upgrades.Cancel(id);

        (status, again.GetProperty("state").GetString()).ShouldBe((200, "cancelled"));
        (await _upgrades.LoggedEvents(acme))[1..].ShouldBe([$$"""upgrade.cancelled {"upgrade":"{{id}}"}"""]);
        (await _upgrades.RequestedId(acme, "pro")).ShouldNotBe(id);
    }

    [Fact]
    public async Task Anonymising_a_member_removes_the_reason_of_their_request()
    {
        var acme = await _upgrades.On("asks-11", "starter");
        await _upgrades.App.Put($"/api/v1/tenants/{acme}/members/ext:anna", new { name = "Anna Coach" });
        var asked = await _upgrades.RequestUpgrade(acme, "pro", "Anna wants it.", member: "ext:anna");
        var (id, anna) = (asked.GetProperty("id").GetString()!, asked.GetProperty("requested_by").GetString()!);

        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [acme, IdGenerator.Platform]))
        {
            await console.Services.GetRequiredService<Anonymiser>().Person(acme, anna, work);
            await work.Commit();
        }

        anna.ShouldStartWith("mbr_");
        (await _upgrades.Request(id)).GetProperty("reason").GetString().ShouldBeNull();
    }

    [Fact]
    public async Task Requests_are_filtered_by_state_and_paged()
    {
        var acme = await _upgrades.On("asks-12", "starter");
        var first = await _upgrades.RequestedId(acme, "pro");
        var second = await _upgrades.RequestedId(acme, "enterprise");
        await _upgrades.Cancel(first);

        var open = await _upgrades.App.Get("/api/v1/upgrade-requests?state=open&limit=1");
        var of = await _upgrades.App.Get($"/api/v1/tenants/{acme}/upgrade-requests?limit=1");
        var next = await _upgrades.App.Get($"/api/v1/tenants/{acme}/upgrade-requests?limit=1&cursor={of.GetProperty("next_cursor").GetString()}");
        var (status, _) = await _upgrades.App.Send(HttpMethod.Get, "/api/v1/upgrade-requests?state=lost");

        open.GetProperty("data")[0].GetProperty("id").GetString().ShouldBe(second);
        of.GetProperty("data")[0].GetProperty("id").GetString().ShouldBe(second);
        next.GetProperty("data")[0].GetProperty("id").GetString().ShouldBe(first);
        next.GetProperty("next_cursor").GetString().ShouldBeNull();
        status.ShouldBe(400);
    }

    [Fact]
    public async Task A_key_that_can_only_request_sees_no_list()
    {
        var acme = await _upgrades.On("asks-13", "starter");
        var shop = await TestApplication.Connect(console, Mode.Live, null, "upgrade.request");

        await shop.Post($"/api/v1/tenants/{acme}/upgrade-requests", new { plan = "pro" });
        var (status, _) = await shop.Send(HttpMethod.Get, "/api/v1/upgrade-requests");

        status.ShouldBe(403);
    }
}
