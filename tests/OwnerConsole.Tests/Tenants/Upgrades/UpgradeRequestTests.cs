using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Tests.Tenants.Upgrades;

public sealed class UpgradeRequestTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private UpgradePlatform _asking = null!; // set before each test

    public async ValueTask InitializeAsync() => _asking = await UpgradePlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_tenant_asks_for_a_plan_in_the_place_of_the_only_one_it_holds()
    {
        var acme = await _asking.On("asks-1", "starter");

        var asked = await _asking.Ask(acme, "pro", "We have more clients than fit.");

        var id = asked.GetProperty("id").GetString()!;
        id.ShouldStartWith("upg_");
        asked.GetProperty("state").GetString().ShouldBe("open");
        asked.GetProperty("replaces").EnumerateArray().Select(element => element.GetString()).ShouldBe(["starter"]);
        asked.GetProperty("reason").GetString().ShouldBe("We have more clients than fit.");
        (await _asking.App.Get($"/api/v1/tenants/{acme}/upgrade-requests")).GetProperty("data")[0].GetRawText().ShouldBe(asked.GetRawText());
        (await _asking.Told(acme)).ShouldBe([$$"""upgrade.requested {"upgrade":"{{id}}","plan":"pro","replaces":["starter"]}"""]);
    }

    [Fact]
    public async Task Asking_again_while_it_is_open_answers_the_same_request_and_tells_nobody()
    {
        var acme = await _asking.On("asks-2", "starter");
        var first = await _asking.Asked(acme, "pro");

        var again = await _asking.Asked(acme, "pro", "Once more, with feeling.");
        var other = await _asking.Asked(acme, "enterprise");

        again.ShouldBe(first);
        other.ShouldNotBe(first);
        (await _asking.Told(acme)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Sent_again_with_its_key_it_is_asked_once_also_when_it_was_cancelled_meanwhile()
    {
        var acme = await _asking.On("asks-3", "starter");
        var (_, first) = await _asking.Keyed(acme, "pro", "mine");
        await _asking.Cancel(first.GetProperty("id").GetString()!);

        var (_, again) = await _asking.Keyed(acme, "pro", "mine");
        var other = await UpgradePlatform.Said(_asking.Keyed(acme, "enterprise", "mine"));

        again.GetProperty("id").GetString().ShouldBe(first.GetProperty("id").GetString());
        again.GetProperty("state").GetString().ShouldBe("cancelled");
        other.ShouldBe((422, "idempotency_key_reused"));
    }

    [Fact]
    public async Task Two_who_ask_at_once_get_one_request()
    {
        var acme = await _asking.On("asks-4", "starter");

        var asked = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _asking.Asked(acme, "pro")));

        asked.Distinct().ShouldHaveSingleItem();
        (await _asking.Told(acme)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Who_holds_several_plans_says_which_of_them_go()
    {
        var acme = await _asking.On("asks-5", "starter", "seats");

        var unsaid = await _asking.Refused(acme, "pro");
        var asked = await _asking.Ask(acme, "pro", replaces: ["starter"]);
        var onTop = await _asking.Ask(acme, "enterprise", replaces: []);

        unsaid.ShouldBe((422, "replaces_needed"));
        asked.GetProperty("replaces").EnumerateArray().Select(element => element.GetString()).ShouldBe(["starter"]);
        onTop.GetProperty("replaces").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_can_not_be_asked_for_is_refused_in_words()
    {
        var acme = await _asking.On("asks-6", "starter");
        var gone = await _asking.On("asks-7", "starter");
        await _asking.App.Put($"/api/v1/tenants/{gone}", new { lifecycle = "cancelled" });

        (await _asking.Refused(acme, "gold")).ShouldBe((422, "unknown_plan"));
        (await _asking.Refused(acme, "starter")).ShouldBe((409, "already_held"));
        (await _asking.Refused(acme, "pro", ["seats"])).ShouldBe((422, "not_held"));
        (await _asking.Refused(acme, "pro", member: "ext:nobody")).ShouldBe((422, "unknown_member"));
        (await _asking.Refused(gone, "pro")).ShouldBe((409, "cancelled"));
    }

    [Theory]
    [InlineData("{}", 400)]
    [InlineData("""{"plan":""}""", 400)]
    [InlineData("""{"plan":7}""", 400)]
    [InlineData("""{"plan":"pro","replaces":"starter"}""", 400)]
    [InlineData("""{"plan":"pro","replaces":[null]}""", 400)]
    [InlineData("""["pro"]""", 400)]
    public async Task What_is_no_request_can_not_be_read(string body, int expected)
    {
        var acme = await _asking.On("asks-8", "starter");

        var (status, _) = await _asking.App.Send(HttpMethod.Post, $"/api/v1/tenants/{acme}/upgrade-requests", body);

        status.ShouldBe(expected);
    }

    [Fact]
    public async Task A_reason_has_2000_characters_at_most()
    {
        var acme = await _asking.On("asks-9", "starter");

        var (status, answer) = await _asking.App.Send(
            HttpMethod.Post,
            $"/api/v1/tenants/{acme}/upgrade-requests",
            Json.Text(new { plan = "pro", reason = new string('a', 2001) })
        );

        (status, answer.GetProperty("errors").EnumerateObject().Single().Name).ShouldBe((400, "reason"));
    }

    [Fact]
    public async Task Cancelled_twice_is_cancelled_once_and_told_once()
    {
        var acme = await _asking.On("asks-10", "starter");
        var id = await _asking.Asked(acme, "pro");

        await _asking.Cancel(id);
        var (status, again) = await _asking.Cancel(id);

        (status, again.GetProperty("state").GetString()).ShouldBe((200, "cancelled"));
        (await _asking.Told(acme))[1..].ShouldBe([$$"""upgrade.cancelled {"upgrade":"{{id}}"}"""]);
        (await _asking.Asked(acme, "pro")).ShouldNotBe(id);
    }

    [Fact]
    public async Task A_person_asks_and_once_they_are_anonymised_their_words_are_gone()
    {
        var acme = await _asking.On("asks-11", "starter");
        await _asking.App.Put($"/api/v1/tenants/{acme}/members/ext:anna", new { name = "Anna Coach" });
        var asked = await _asking.Ask(acme, "pro", "Anna wants it.", member: "ext:anna");
        var (id, anna) = (asked.GetProperty("id").GetString()!, asked.GetProperty("asked_by").GetString()!);

        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [acme, IdGenerator.Platform]))
        {
            await OwnerConsole.Kernel.Tenancy.Anonymiser.Person(acme, anna, work);
            await work.Commit();
        }

        anna.ShouldStartWith("mbr_");
        (await _asking.Request(id)).GetProperty("reason").GetString().ShouldBeNull();
    }

    [Fact]
    public async Task All_requests_are_listed_by_their_state_in_pages()
    {
        var acme = await _asking.On("asks-12", "starter");
        var first = await _asking.Asked(acme, "pro");
        var second = await _asking.Asked(acme, "enterprise");
        await _asking.Cancel(first);

        var open = await _asking.App.Get("/api/v1/upgrade-requests?state=open&limit=1");
        var of = await _asking.App.Get($"/api/v1/tenants/{acme}/upgrade-requests?limit=1");
        var next = await _asking.App.Get($"/api/v1/tenants/{acme}/upgrade-requests?limit=1&cursor={of.GetProperty("next_cursor").GetString()}");
        var (status, _) = await _asking.App.Send(HttpMethod.Get, "/api/v1/upgrade-requests?state=lost");

        open.GetProperty("data")[0].GetProperty("id").GetString().ShouldBe(second);
        of.GetProperty("data")[0].GetProperty("id").GetString().ShouldBe(second);
        next.GetProperty("data")[0].GetProperty("id").GetString().ShouldBe(first);
        next.GetProperty("next_cursor").GetString().ShouldBeNull();
        status.ShouldBe(400);
    }

    [Fact]
    public async Task A_key_that_may_only_ask_asks_and_sees_no_list()
    {
        var acme = await _asking.On("asks-13", "starter");
        var shop = await TestApplication.Connect(console, Population.Live, null, "upgrade.request");

        await shop.Post($"/api/v1/tenants/{acme}/upgrade-requests", new { plan = "pro" });
        var (status, _) = await shop.Send(HttpMethod.Get, "/api/v1/upgrade-requests");

        status.ShouldBe(403);
    }
}
