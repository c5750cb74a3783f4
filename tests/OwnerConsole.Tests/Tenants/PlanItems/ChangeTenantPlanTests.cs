using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Tenants.Plans;

namespace OwnerConsole.Tests.Tenants.PlanItems;

public sealed class ChangeTenantPlanTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private TestApplication _app = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _app = await TestApplication.Connect(console);
        if ((await _app.Get("/api/v1/plans")).GetProperty("data").GetArrayLength() > 0)
            return;
        await PlanTests.Create(_app, "pro", "Pro", 4900);
        await PlanTests.Create(_app, "seats", "Seats", 900);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Several_plans_are_held_at_once_and_the_application_is_told_all_of_them()
    {
        var acme = await Holding("items-1", """[{"plan":"pro"}]""");

        var run = await _app.Post($"/api/v1/tenants/{acme}/change_plan", Items("""[{"plan":"seats","quantity":5},{"plan":"pro"}]"""));

        run.GetProperty("lines")[0].GetProperty("text").GetString().ShouldBe("items-1 is on Pro, Seats × 5.");
        (await Held(acme)).ShouldBe("pro 1, seats 5");
        (await Told(acme)).ShouldBe(["""{"plan_items":[{"plan":"pro","quantity":1},{"plan":"seats","quantity":5}]}"""]);
    }

    [Fact]
    public async Task The_same_report_again_leaves_the_decision_and_another_one_ends_it()
    {
        var acme = await Holding("items-2", """[{"plan":"pro"},{"plan":"seats","quantity":2}]""");
        await _app.Run("tenant.change_plan", acme, Items("""[{"plan":"pro","quantity":2}]"""));

        await Report(acme, """[{"plan":"seats","quantity":2},{"plan":"pro","quantity":1}]"""); // the same in another order
        var same = await Held(acme);
        await Report(acme, """[{"plan":"seats","quantity":3}]""");

        same.ShouldBe("pro 2");
        (await Held(acme)).ShouldBe("seats 3");
    }

    [Fact]
    public async Task Undo_brings_back_what_was_held_and_tells_it()
    {
        var acme = await Holding("items-3", """[{"plan":"pro"},{"plan":"seats","quantity":2}]""");
        var run = await _app.Run("tenant.change_plan", acme, Items("""[{"plan":"pro"}]"""));

        await _app.Undo(run);

        (await Held(acme)).ShouldBe("pro 1, seats 2");
        (await Told(acme))[^1].ShouldBe("""{"plan_items":[{"plan":"pro","quantity":1},{"plan":"seats","quantity":2}]}""");
    }

    [Fact]
    public async Task Undo_comes_too_late_once_the_application_reported_something_new()
    {
        var acme = await Holding("items-4", """[{"plan":"pro"}]""");
        var run = await _app.Run("tenant.change_plan", acme, Items("[]"));
        await Report(acme, """[{"plan":"seats"}]""");

        (await _app.UndoRefused(run)).ShouldBe("moved_on");
        (await Held(acme)).ShouldBe("seats 1");
    }

    [Fact]
    public async Task A_plan_that_is_held_may_stay_though_nobody_listed_it()
    {
        var acme = await Holding("items-5", """[{"plan":"legacy"}]""");

        await _app.Run("tenant.change_plan", acme, Items("""[{"plan":"legacy"},{"plan":"pro"}]"""));

        (await Held(acme)).ShouldBe("legacy 1, pro 1");
    }

    [Theory]
    [InlineData("""[{"plan":"gold"}]""", "unknown_plan")]
    [InlineData("""[{"plan":"pro"},{"plan":"pro","quantity":2}]""", "named_twice")]
    [InlineData("""[{"plan":"pro","quantity":0}]""", "bad_quantity")]
    [InlineData("""[{"plan":"pro","quantity":1000001}]""", "bad_quantity")]
    [InlineData("""[{"plan":"pro"}]""", "no_change")]
    public async Task What_can_not_be_held_is_refused_in_words(string items, string code)
    {
        var acme = await Holding("items-6", """[{"plan":"pro"}]""");

        (await _app.Refusal("tenant.change_plan", acme, Items(items))).ShouldBe(code);
    }

    [Theory]
    [InlineData("""{"items":[{"quantity":1}]}""")]
    [InlineData("""{"items":"pro"}""")]
    [InlineData("{}")]
    public async Task What_is_no_list_of_plans_can_not_be_read(string input)
    {
        var acme = await Holding("items-7", "[]");

        var (status, answer) = await _app.Send(HttpMethod.Post, $"/api/v1/tenants/{acme}/change_plan", input);

        (status, answer.GetProperty("code").GetString()).ShouldBe((400, "invalid"));
    }

    [Fact]
    public async Task The_form_starts_from_what_is_held_and_leaves_out_rows_that_are_empty()
    {
        var acme = await Holding("items-8", """[{"plan":"pro"},{"plan":"legacy","quantity":7}]""");
        var owner = await TestBrowser.Owner(console);
        await owner.Get($"/tenants/{acme}");
        await owner.Get($"/operations/new?operation=tenant.change_plan&subject={acme}&items.0.plan=legacy&items.0.quantity=7&back=/tenants");
        owner.Page.ShouldContain("""<option value="legacy" selected>""");
        var preview = System.Text.RegularExpressions.Regex.Match(owner.Page, "name=\"preview\" value=\"(prv_[^\"]+)\"").Groups[1].Value;

        await owner.Post(
            "/operations",
            ("operation", "tenant.change_plan"),
            ("subject", acme),
            ("back", "/tenants"),
            ("preview", preview),
            ("items.0.plan", "legacy"),
            ("items.0.quantity", "7"),
            ("items.1.plan", ""),
            ("items.1.quantity", "1")
        );

        (await Held(acme)).ShouldBe("legacy 7");
    }

    private static JsonElement Items(string items) => JsonSerializer.Deserialize<JsonElement>($$"""{"items":{{items}}}""");

    private async Task<string> Holding(string externalId, string items)
    {
        var id = await _app.Tenant(externalId);
        await Report(id, items);
        return id;
    }

    private Task<JsonElement> Report(string id, string items) =>
        _app.Put($"/api/v1/tenants/{id}", new { plan_items = JsonSerializer.Deserialize<JsonElement>(items) });

    private async Task<string> Held(string id) =>
        string.Join(
            ", ",
            (await _app.Get($"/api/v1/tenants/{id}"))
                .GetProperty("plan_items")
                .EnumerateArray()
                .Select(item => $"{item.GetProperty("plan").GetString()} {item.GetProperty("quantity").GetInt32()}")
        );

    private async Task<List<string>> Told(string tenant)
    {
        await using var work = await console.Database.Read();
        return
        [
            .. await work.List<string>("select data from core.log where tenant_id = @tenant and event = 'tenant.plan_changed' order by id", new { tenant }),
        ];
    }
}
