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

        (await Found(s_owner, "goldfinch")).Select(offer => (offer.Kind, offer.Key)).ShouldBe(kinds.Zip(ids), ignoreOrder: true);
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
        (await Known(reader, "suspend")).Single(offer => offer.Key == "tenant.suspend").Refused!.ShouldStartWith(Why);
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
        var create = (await Known(s_owner, ">add plan", "/back")).Single();

        create.Address.ShouldBe("/operations/new?operation=plan.create&subject=tnt_platform&back=%2Fback");
        (await Known(s_owner, "saved view")).ShouldBeEmpty(); // the list of the view provides its target
    }

    [Fact]
    public async Task The_page_shows_the_same_results_as_links()
    {
        var owner = await TestBrowser.Owner(console);

        await owner.Get("/find?q=sus+lumen");

        owner.Page.ShouldContain("Suspend Lumen Tutors");
        owner.Page.ShouldContain($"/operations/new?operation=tenant.suspend&subject={console.Lumen}&back=%2Ffind");
        await owner.Get("/find/found?q=lumen&back=//evil.example");
        JsonSerializer.Deserialize<JsonElement>(owner.Page)[0].GetProperty("address").GetString().ShouldBe($"/tenants/{console.Lumen}");
        await owner.Get("/find/known?back=//evil.example");
        owner.Page.ShouldNotContain("evil");
    }

    private async Task<string> Made(string operation, object input) =>
        (await console.App.Run(operation, "tnt_platform", input)).GetProperty("lines")[0].GetProperty("created").GetString()!;

    private LookupSearch Offers => console.Services.GetRequiredService<LookupSearch>();

    private Task<IEnumerable<LookupResult>> Known(Caller caller, string text, string back = "/") =>
        Offers.Known(caller, LookupQuery.Of(text), back, CancellationToken.None);

    private Task<IReadOnlyList<LookupResult>> Found(Caller caller, string text) => Offers.Found(caller, LookupQuery.Of(text), "/back", CancellationToken.None);

    /// <summary>Two tenants, one with a person.</summary>
    public sealed class KnownConsole : TestConsole, IAsyncLifetime
    {
        public TestApplication App { get; private set; } = null!; // connected before any test sees it

        public string Lumen { get; private set; } = "";

        public string Other { get; private set; } = "";

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            App = await TestApplication.Connect(this);
            await App.Tenant("columen", "A Columen");
            Lumen = await App.Tenant("lum", "Lumen Tutors");
            Other = await App.Tenant("other", "Somebody else");
            await App.Put($"/api/v1/tenants/{Lumen}/members/ext:ada", new { name = "Ada of Lumen", support_number = "#U121210001" });
        }
    }
}
