using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Plans.PlanItems;

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
    public async Task A_tenant_can_have_several_plans_and_the_event_lists_all()
    {
        var acme = await Subscribed("items-1", """[{"plan":"pro"}]""");

        var run = await _app.Post($"/api/v1/tenants/{acme}/change_plan", Items("""[{"plan":"seats","quantity":5},{"plan":"pro"}]"""));

        run.GetProperty("lines")[0].GetProperty("text").GetString().ShouldBe("items-1 is on Pro, Seats × 5.");
        (await CurrentPlans(acme)).ShouldBe("pro 1, seats 5");
        (await LoggedEvents(acme)).ShouldBe(["""{"plan_items":[{"plan":"pro","quantity":1},{"plan":"seats","quantity":5}]}"""]);
    }

    [Fact]
    public async Task A_repeated_report_keeps_the_plan_change_and_a_new_one_replaces_it()
    {
        var acme = await Subscribed("items-2", """[{"plan":"pro"},{"plan":"seats","quantity":2}]""");
        await _app.Run("tenant.change_plan", acme, Items("""[{"plan":"pro","quantity":2}]"""));

        await Report(acme, """[{"plan":"seats","quantity":2},{"plan":"pro","quantity":1}]"""); // The same items in another order.
        var same = await CurrentPlans(acme);
        await Report(acme, """[{"plan":"seats","quantity":3}]""");

        same.ShouldBe("pro 2");
        (await CurrentPlans(acme)).ShouldBe("seats 3");
    }

    [Fact]
    public async Task Undo_restores_the_plans_and_notifies_the_application()
    {
        var acme = await Subscribed("items-3", """[{"plan":"pro"},{"plan":"seats","quantity":2}]""");
        var run = await _app.Run("tenant.change_plan", acme, Items("""[{"plan":"pro"}]"""));

        await _app.Undo(run);

        (await CurrentPlans(acme)).ShouldBe("pro 1, seats 2");
        (await LoggedEvents(acme))[^1].ShouldBe("""{"plan_items":[{"plan":"pro","quantity":1},{"plan":"seats","quantity":2}]}""");
    }

    [Fact]
    public async Task Undo_is_refused_after_the_application_reported_new_plans()
    {
        var acme = await Subscribed("items-4", """[{"plan":"pro"}]""");
        var run = await _app.Run("tenant.change_plan", acme, Items("[]"));
        await Report(acme, """[{"plan":"seats"}]""");

        (await _app.UndoRefused(run)).ShouldBe("moved_on");
        (await CurrentPlans(acme)).ShouldBe("seats 1");
    }

    [Fact]
    public async Task A_plan_unknown_to_the_catalogue_can_be_kept()
    {
        var acme = await Subscribed("items-5", """[{"plan":"legacy"}]""");

        await _app.Run("tenant.change_plan", acme, Items("""[{"plan":"legacy"},{"plan":"pro"}]"""));

        (await CurrentPlans(acme)).ShouldBe("legacy 1, pro 1");
    }

    [Theory]
    [InlineData("""[{"plan":"gold"}]""", "unknown_plan")]
    [InlineData("""[{"plan":"pro"},{"plan":"pro","quantity":2}]""", "duplicate")]
    [InlineData("""[{"plan":"pro","quantity":0}]""", "bad_quantity")]
    [InlineData("""[{"plan":"pro","quantity":1000001}]""", "bad_quantity")]
    [InlineData("""[{"plan":"pro"}]""", "no_change")]
    public async Task An_invalid_plan_change_is_refused_with_its_reason(string items, string code)
    {
        var acme = await Subscribed("items-6", """[{"plan":"pro"}]""");

        (await _app.Refusal("tenant.change_plan", acme, Items(items))).ShouldBe(code);
    }

    [Theory]
    [InlineData("""{"items":[{"quantity":1}]}""")]
    [InlineData("""{"items":"pro"}""")]
    [InlineData("{}")]
    public async Task A_malformed_list_of_plans_is_rejected(string input)
    {
        var acme = await Subscribed("items-7", "[]");

        var (status, answer) = await _app.Send(HttpMethod.Post, $"/api/v1/tenants/{acme}/change_plan", input);

        (status, answer.GetProperty("code").GetString()).ShouldBe((400, "invalid"));
    }

    [Fact]
    public async Task The_form_starts_with_the_current_plans_compares_them_with_the_new_ones_and_ignores_empty_rows()
    {
        var changed = await Subscribed("summary-1", """[{"plan":"pro"}]""");
        var acme = await Subscribed("items-8", """[{"plan":"pro"},{"plan":"legacy","quantity":7}]""");
        var owner = await TestBrowser.Owner(console);
        await owner.Get($"/tenants/{acme}");
        await owner.Get($"/operations/new?operation=tenant.change_plan&subject={changed}&back=/tenants");
        owner.Page.ShouldContain("""<option value="pro" selected>""");
        owner.Page.ShouldNotContain("preview-summary");
        await owner.Get($"/operations/new?operation=tenant.change_plan&subject={changed}&items.0.plan=pro&items.1.plan=seats&items.1.quantity=5&back=/tenants");
        var summary = System.Net.WebUtility.HtmlDecode(owner.Page.Split("id=\"preview-summary\"")[1].Split("</table>")[0]);
        foreach (var said in new[] { "Pro, Seats × 5", "Monthly price", ">49.00 USD<", "94.00 USD (+45.00 USD)" })
            summary.ShouldContain(said);
        await owner.Post(
            "/operations/new",
            ("operation", "tenant.change_plan"),
            ("subject", changed),
            ("back", "/tenants"),
            ("items.0.plan", "seats"),
            ("items.rows", "2"),
            ("items.rows", "3") // Add row
        );
        owner.Page.ShouldContain("""<option value="seats" selected>""");
        (owner.Page.Split("class=\"rows-row\"").Length - 1).ShouldBe(3);
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

        (await CurrentPlans(acme)).ShouldBe("legacy 7");
    }

    private static JsonElement Items(string items) => JsonSerializer.Deserialize<JsonElement>($$"""{"items":{{items}}}""");

    private async Task<string> Subscribed(string externalId, string items)
    {
        var id = await _app.Tenant(externalId);
        await Report(id, items);
        return id;
    }

    private Task<JsonElement> Report(string id, string items) =>
        _app.Put($"/api/v1/tenants/{id}", new { plan_items = JsonSerializer.Deserialize<JsonElement>(items) });

    private async Task<string> CurrentPlans(string id) =>
        string.Join(
            ", ",
            (await _app.Get($"/api/v1/tenants/{id}"))
                .GetProperty("plan_items")
                .EnumerateArray()
                .Select(item => $"{item.GetProperty("plan").GetString()} {item.GetProperty("quantity").GetInt32()}")
        );

    private async Task<List<string>> LoggedEvents(string tenant)
    {
        await using var work = await console.Database.Read();
        return
        [
            .. await work.List<string>("select data from core.log where tenant_id = @tenant and event = 'tenant.plan_changed' order by id", new { tenant }),
        ];
    }
}
