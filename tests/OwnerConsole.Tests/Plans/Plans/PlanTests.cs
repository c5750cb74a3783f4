using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Plans.Plans;

public sealed class PlanTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_plan_is_created_and_undone()
    {
        var app = await TestApplication.Connect(console);

        var run = await Create(app, "solo-1", "Solo", 1900);
        var plan = (await Plans(app)).Single(row => row.GetProperty("key").GetString() == "solo-1");
        await app.Undo(run);

        run.GetProperty("lines")[0].GetProperty("text").GetString().ShouldBe("A new plan costs 19.00 USD a month, after a trial of 14 days.");
        plan.GetProperty("price").GetProperty("amount").GetInt64().ShouldBe(1900);
        plan.GetProperty("price").GetProperty("currency").GetString().ShouldBe("USD");
        (await Plans(app)).ShouldNotContain(row => row.GetProperty("key").GetString() == "solo-1");
    }

    [Fact]
    public async Task Undo_of_a_creation_is_refused_after_a_later_change()
    {
        var app = await TestApplication.Connect(console);
        var made = await Create(app, "solo-2", "Solo", 1900);
        await app.Run("plan.change", made.Created(), new { name = "Solo Plus" });

        (await app.UndoRefused(made)).ShouldBe("moved_on");
        (await Find(app, made.Created())).GetProperty("name").GetString().ShouldBe("Solo Plus");
    }

    [Fact]
    public async Task A_change_keeps_unnamed_fields_and_undo_restores_all()
    {
        var app = await TestApplication.Connect(console);
        var id = (await Create(app, "team-1", "Team", 4900)).Created();

        var change = await app.Run("plan.change", id, new { price = new { amount = 59000, currency = "EUR" }, interval = "year" });
        var changed = await Find(app, id);
        await app.Undo(change);

        changed.GetProperty("name").GetString().ShouldBe("Team");
        changed.GetProperty("price").GetProperty("currency").GetString().ShouldBe("EUR");
        changed.GetProperty("interval").GetString().ShouldBe("year");
        (await Find(app, id)).GetProperty("price").GetProperty("amount").GetInt64().ShouldBe(4900);
    }

    [Fact]
    public async Task An_older_change_can_not_be_undone_after_a_newer_one()
    {
        var app = await TestApplication.Connect(console);
        var id = (await Create(app, "team-2", "Team", 4900)).Created();
        var first = await app.Run("plan.change", id, new { trial_days = 7 });
        await app.Run("plan.change", id, new { trial_days = 30 });

        (await app.UndoRefused(first)).ShouldBe("moved_on");
        (await Find(app, id)).GetProperty("trial_days").GetInt32().ShouldBe(30);
    }

    [Fact]
    public async Task A_retired_plan_is_hidden_until_undo_unless_its_key_is_taken()
    {
        var app = await TestApplication.Connect(console);
        var id = (await Create(app, "old-1", "Old", 900)).Created();
        var retired = await app.Run("plan.retire", id);
        (await Plans(app)).ShouldNotContain(row => row.GetProperty("id").GetString() == id);
        await app.Undo(retired);
        (await Plans(app)).ShouldContain(row => row.GetProperty("id").GetString() == id);

        var again = await app.Run("plan.retire", id);
        await Create(app, "old-1", "New", 1000);
        (await app.UndoRefused(again)).ShouldBe("moved_on");
    }

    [Theory]
    [InlineData("""{"key":"Bad Key","name":"A","price":{"amount":1,"currency":"USD"}}""", "bad_key")]
    [InlineData("""{"key":"a","name":"  ","price":{"amount":1,"currency":"USD"}}""", "bad_name")]
    [InlineData("""{"key":"a","name":"A","price":{"amount":1,"currency":"usd"}}""", "bad_currency")]
    [InlineData("""{"key":"a","name":"A","price":{"amount":-1,"currency":"USD"}}""", "bad_price")]
    [InlineData("""{"key":"a","name":"A","price":{"amount":1,"currency":"USD"},"trial_days":366}""", "bad_trial")]
    public async Task An_invalid_plan_is_refused_with_its_reason(string input, string code)
    {
        var app = await TestApplication.Connect(console);

        (await app.Refusal("plan.create", "tnt_platform", JsonSerializer.Deserialize<JsonElement>(input))).ShouldBe(code);
    }

    [Theory]
    [InlineData("""{"key":"a","name":"A","price":{"amount":"49.00","currency":"USD"}}""", "input.price.amount")]
    [InlineData("""{"key":"a","name":"A","price":{"amount":49.5,"currency":"USD"}}""", "input.price.amount")]
    [InlineData("""{"key":"a","name":"A"}""", "input.price")]
    public async Task An_invalid_price_is_rejected_by_field(string input, string field)
    {
        var app = await TestApplication.Connect(console);

        var (status, answer) = await app.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            $$"""{"operation":"plan.create","subjects":["tnt_platform"],"input":{{input}}}"""
        );

        status.ShouldBe(400);
        answer.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(answer.GetRawText());
    }

    [Fact]
    public async Task Two_plans_can_not_have_the_same_key()
    {
        var app = await TestApplication.Connect(console);
        await Create(app, "twin", "Twin", 100);

        var refusal = await app.Refusal(
            "plan.create",
            "tnt_platform",
            new
            {
                key = "twin",
                name = "Twin",
                price = new { amount = 1, currency = "USD" },
            }
        );

        refusal.ShouldBe("key_taken");
    }

    [Fact]
    public async Task The_form_accepts_a_decimal_price()
    {
        var owner = await TestBrowser.Owner(console);
        await owner.Get("/operations/new?operation=plan.create&subject=tnt_platform&back=/plans");
        await owner.Get("/operations/new?operation=plan.create&subject=tnt_platform&back=/plans&key=decimal");
        owner.Page.ShouldNotContain("is required", customMessage: "a form that is still being filled in has no errors");

        await owner.Post(
            "/operations",
            ("operation", "plan.create"),
            ("subject", "tnt_platform"),
            ("back", "/plans"),
            ("key", "page"),
            ("name", "From the page"),
            ("price.amount", "1249.50"),
            ("price.currency", "chf"),
            ("interval", "year"),
            ("trial_days", "0")
        );
        await owner.Get("/plans");

        owner.Page.ShouldContain("From the page");
        owner.Page.ShouldContain("1,249.50 CHF a year");
    }

    internal static async Task<JsonElement> Create(TestApplication app, string key, string name, long amount, int trialDays = 14) =>
        await app.Run(
            "plan.create",
            "tnt_platform",
            new
            {
                key,
                name,
                price = new { amount, currency = "USD" },
                trial_days = trialDays,
            }
        );

    private static async Task<List<JsonElement>> Plans(TestApplication app) => [.. (await app.Get("/api/v1/plans")).GetProperty("data").EnumerateArray()];

    private static async Task<JsonElement> Find(TestApplication app, string id) => (await Plans(app)).Single(row => row.GetProperty("id").GetString() == id);
}
