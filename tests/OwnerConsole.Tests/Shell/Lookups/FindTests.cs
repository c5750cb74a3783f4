using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Shell.Lookups;

namespace OwnerConsole.Tests.Shell.Lookups;

/// <summary>The results of a search text, per caller.</summary>
public sealed class FindTests(FindTests.KnownConsole console) : IClassFixture<FindTests.KnownConsole>
{
    private static readonly Caller s_owner = new("usr_owner", CallerKind.Person, ["*"]);

    [Theory]
    [InlineData("sus lumen", "Suspend Lumen Tutors", "/operations/new?operation=tenant.suspend&subject={id}&back=%2Fback")]
    [InlineData(">sus lumen", "Suspend Lumen Tutors", "/operations/new?operation=tenant.suspend&subject={id}&back=%2Fback")]
    [InlineData("suspend tenant lumen tut", "Suspend Lumen Tutors", "/operations/new?operation=tenant.suspend&subject={id}&back=%2Fback")]
    [InlineData("lumen", "Lumen Tutors", "/tenants/{id}")]
    [InlineData("#{id}", "Lumen Tutors", "/tenants/{id}")]
    public async Task The_first_result_of_a_text_leads_to_its_target(string text, string title, string address)
    {
        var first = (await Found(s_owner, text.Replace("{id}", console.Lumen, StringComparison.Ordinal)))[0];

        (first.Title, first.Address).ShouldBe((title, address.Replace("{id}", console.Lumen, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("@tutors")]
    [InlineData(">lumen")]
    [InlineData("#")]
    [InlineData("  ")]
    [InlineData("%")]
    [InlineData("run_00000000000000000000000000")]
    [InlineData("explode lumen")]
    public async Task A_text_without_a_match_finds_nothing(string text) => (await Found(s_owner, text)).ShouldBeEmpty();

    [Fact]
    public async Task A_run_is_found_by_its_id()
    {
        var run = (await console.App.Run("tenant.tag", console.Lumen, new { tag = "found" })).GetProperty("id").GetString()!;

        (await Found(s_owner, run)).ShouldContain(offer => offer.Kind == "run" && offer.Address == $"/operations/{run}");
    }

    [Fact]
    public async Task Configured_items_are_found_by_name_and_by_id()
    {
        var plan = await Made(
            "plan.create",
            new
            {
                key = "gold",
                name = "Goldfinch",
                price = new { amount = 900, currency = "EUR" },
                interval = "month",
            }
        );
        var key = await Made("api_key.create", new { name = "Goldfinch's own", scopes = new[] { "tenant.read" } });
        var endpoint = await Made("webhook_endpoint.create", new { url = "http://localhost:9/goldfinch" });
        var meter = await Made(
            "meter.declare",
            new
            {
                key = "goldfinches",
                name = "Goldfinches seen",
                unit = "birds",
                event_type = "bird.seen",
                adds = "count",
            }
        );
        string[] kinds = ["plan", "api_key", "webhook_endpoint", "meter"];
        string[] ids = [plan, key, endpoint, meter];

        (await Found(s_owner, "goldfinch"))
            .Select(offer => (offer.Kind, offer.Key))
            .ShouldBe(kinds.Zip(ids).Append(("metric", "metric usage.goldfinches")), ignoreOrder: true);
        foreach (var (kind, id) in kinds.Zip(ids))
            (await Found(s_owner, "#" + id)).Single().Kind.ShouldBe(kind);
        (await Found(s_owner, "retire goldfinch")).Select(offer => offer.Title).ShouldBe(["Retire Goldfinch", "Retire Goldfinches seen"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_delivery_is_found_by_its_id()
    {
        var endpoint = await Made("webhook_endpoint.create", new { url = "http://localhost:9/sent" });
        await console.App.Run("tenant.suspend", console.Other, new { cause = "billing" });
        var sent = await console.App.Await($"/api/v1/webhook-endpoints/{endpoint}/deliveries", page => page.GetProperty("data").GetArrayLength() > 0);
        var id = sent.GetProperty("data")[0].GetProperty("id").GetString()!;

        (await Found(s_owner, id)).Single().Address.ShouldBe($"/webhooks/out/deliveries/{id}");
        (await Found(s_owner with { OnlyTenant = console.Lumen }, id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_without_permission_is_shown_with_the_reason_and_no_link()
    {
        const string Why = "You can't suspend tenants. You have custom permissions. Owner and Admin can"; // Whom to ask depends on the team.
        var reader = new Caller("usr_reader", CallerKind.Person, ["tenant.read"]);

        var refused = (await Found(reader, "suspend lumen")).Single(offer => offer.Title == "Suspend Lumen Tutors");

        refused.Address.ShouldBeNull();
        refused.Refused!.ShouldStartWith(Why);
        (await Found(reader, "suspend")).Single(offer => offer.Key == "tenant.suspend").Refused!.ShouldStartWith(Why);
        (await Found(reader, "Ada of Lumen")).ShouldBeEmpty(); // members need another permission
    }

    [Fact]
    public async Task A_caller_finds_nothing_outside_their_tenant_or_mode()
    {
        (await Found(s_owner with { OnlyTenant = console.Other }, "lumen")).ShouldBeEmpty();
        (await Found(s_owner with { Mode = Mode.Test }, "lumen")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_command_without_a_target_leads_to_its_preview()
    {
        var create = (await Found(s_owner, ">add plan"))[0];

        create.Address.ShouldBe("/operations/new?operation=plan.create&subject=tnt_platform&back=%2Fback");
        (await Found(s_owner, ">save view")).ShouldBeEmpty(); // the list of the view provides its target
    }

    [Fact]
    public async Task The_page_shows_the_same_results_as_links()
    {
        var owner = console.Owner;

        await owner.Get("/find?q=sus+lumen");

        owner.Page.ShouldContain("Suspend Lumen Tutors");
        owner.Page.ShouldContain($"/operations/new?operation=tenant.suspend&subject={console.Lumen}&back=%2Ffind");
        await owner.Get("/find/found?q=lumen&back=//evil.example");
        JsonSerializer.Deserialize<JsonElement>(owner.Page).GetProperty("results")[0].GetProperty("address").GetString().ShouldBe($"/tenants/{console.Lumen}");
        await owner.Get("/find/known?back=//evil.example");
        owner.Page.ShouldNotContain("evil");
    }

    [Fact]
    public async Task Records_and_pages_are_ranked_on_one_scale()
    {
        await console.App.Tenant("refundable", "Refund");
        await console.App.Tenant("refunds", "The Refund Company");

        (await Found(s_owner, "refund")).Select(result => result.Title).Take(2).ShouldBe(["Refunds", "Refund credits"]);
        (await Found(s_owner, "gdpr")).Select(result => result.Score).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task Of_tenants_with_the_same_name_a_current_one_comes_first()
    {
        var cancelled = await console.App.Tenant("twin-old", "Twin Studio");
        var current = await console.App.Tenant("twin-new", "Twin Studio");
        await console.App.Put($"/api/v1/tenants/{cancelled}", new { lifecycle = "cancelled" });

        (await Found(s_owner, "add credits twin studio"))[0].Address!.ShouldContain(current);
        (await Found(s_owner, "twin studio")).Where(result => result.Kind == "tenant").Select(result => result.Key).ShouldBe([current, cancelled]);
    }

    [Theory]
    [InlineData("inovice", "invoice", "Purchases and plans")]
    [InlineData("impersonte membr", "impersonate member", "Impersonate member")]
    [InlineData("lumne", null, "Lumen Tutors")]
    [InlineData("lumne", null, "Ada of Lumen")]
    public async Task A_mistyped_text_finds_what_it_resembles(string typed, string? meant, string title)
    {
        var answer = await Find(s_owner, typed);

        answer.Meant.ShouldBe(meant);
        answer.Results.ShouldContain(result => result.Title == title);
    }

    [Fact]
    public async Task A_text_that_finds_something_is_not_corrected()
    {
        (await Find(s_owner, "columen")).Meant.ShouldBeNull();
        (await Found(s_owner, "columen")).Select(result => result.Title).ShouldBe(["A Columen"]);
    }

    [Fact]
    public async Task Similar_names_respect_the_mode_and_the_tenant_of_the_caller()
    {
        (await Found(s_owner with { OnlyTenant = console.Other }, "lumne")).ShouldBeEmpty();
        (await Found(s_owner with { Mode = Mode.Test }, "lumne")).ShouldBeEmpty();
        (await Found(s_owner, "@lumne")).Select(result => result.Kind).ShouldBe(["member"]);
    }

    [Fact]
    public async Task The_page_suggests_the_text_without_its_mistakes()
    {
        var owner = console.Owner;

        await owner.Get("/find?q=inovice");

        owner.Page.ShouldContain("Did you mean <a href=\"/find?q=invoice\">invoice</a>?");
    }

    private async Task<string> Made(string operation, object input) => (await console.App.Run(operation, "tnt_platform", input)).Created();

    private LookupSearch Offers => console.Services.GetRequiredService<LookupSearch>();

    private async Task<IReadOnlyList<LookupResult>> Found(Caller caller, string text) => (await Find(caller, text)).Results;

    private Task<LookupAnswer> Find(Caller caller, string text) => Offers.Find(caller, LookupQuery.Of(text), "/back", CancellationToken.None);

    /// <summary>Two tenants, one with a person.</summary>
    public sealed class KnownConsole : TestConsole, IAsyncLifetime
    {
        public TestApplication App { get; private set; } = null!; // connected before any test sees it

        public TestBrowser Owner { get; private set; } = null!; // signed in before any test sees it

        public string Lumen { get; private set; } = "";

        public string Other { get; private set; } = "";

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            App = await TestApplication.Connect(this);
            Owner = await TestBrowser.Owner(this);
            await App.Tenant("columen", "A Columen");
            Lumen = await App.Tenant("lum", "Lumen Tutors");
            Other = await App.Tenant("other", "Somebody else");
            await App.Put($"/api/v1/tenants/{Lumen}/members/ext:ada", new { name = "Ada of Lumen", support_number = "#U121210001" });
        }
    }
}
