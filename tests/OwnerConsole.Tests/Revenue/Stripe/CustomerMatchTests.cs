using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>A Stripe customer belongs to the tenant that its metadata, the application or a person names, and to one tenant only.</summary>
[Slow(7, "Stripe")]
public sealed class CustomerMatchTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _stage = await StripeStage.Open(Mode.Live);
        await _stage.Connect();
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Metadata_and_reports_match_emails_only_propose_and_contradictions_are_explained()
    {
        var (named, other) = (await _stage.App.Tenant("named"), await _stage.App.Tenant("other"));
        var contact = (await _stage.App.Put("/api/v1/tenants/ext:contact", new { name = "Contact", contact_email = "boss@harbour.example" }))
            .GetProperty("id")
            .GetString();
        await _stage.App.Put("/api/v1/tenants/ext:shared", new { name = "Shared", contact_email = "somebody@gmail.com" });
        var byId = await Customer(("metadata[tenant_id]", named));
        var byExternalId = await Customer(("metadata[tenant_id]", "named"));
        var byNobody = await Customer(("metadata[tenant_id]", "nobody"));
        var byReport = await Customer(("name", "Reported"));
        var twice = await Customer(("name", "Twice"));
        var byDomain = await Customer(("email", "accounts@HARBOUR.example"));
        var byProvider = await Customer(("email", "else@gmail.com"));
        await _stage.App.Put("/api/v1/tenants/ext:other", new { name = "Other", stripe_customer_ids = new[] { byReport, twice } });
        await _stage.App.Put("/api/v1/tenants/ext:named", new { name = "Named", stripe_customer_ids = new[] { twice } });
        await _stage.Projected();
        await AwaitMatch(byReport, other);
        await _stage.Projected();

        var rows = await Customers();
        Tenant(rows, byId).ShouldBe(named);
        Tenant(rows, byExternalId).ShouldBe(named);
        Tenant(rows, byReport).ShouldBe(other);
        Text(rows, byNobody, "conflict").ShouldBe("Its metadata names a tenant that doesn't exist: nobody.");
        Text(rows, twice, "conflict").ShouldBe("Your application reports it for 2 tenants.");
        (Tenant(rows, byDomain), Text(rows, byDomain, "proposed_tenant_id")).ShouldBe((null, contact));
        (Tenant(rows, byProvider), Text(rows, byProvider, "proposed_tenant_id")).ShouldBe((null, null));
        (await Ids("?match=none")).ShouldBe([byNobody, twice, byDomain, byProvider], ignoreOrder: true);
        (await Ids("?match=proposed")).ShouldBe([byDomain]);

        await _stage.App.Put("/api/v1/tenants/ext:other", new { name = "Other", stripe_customer_ids = new[] { twice } });
        await _stage.App.Put("/api/v1/tenants/ext:named", new { name = "Named", stripe_customer_ids = Array.Empty<string>() });
        await AwaitMatch(twice, other);
        Tenant(await Customers(), byReport).ShouldBeNull();
    }

    [Fact]
    public async Task A_person_accepts_all_proposals_and_takes_one_back_with_everything_that_belongs_to_it()
    {
        var tenant = (await _stage.App.Put("/api/v1/tenants/ext:lumen", new { name = "Lumen", contact_email = "boss@lumen.example" }))
            .GetProperty("id")
            .GetString()!;
        var second = await _stage.App.Tenant("second");
        var customer = await Customer(("email", "boss@lumen.example"));
        await _stage.Stripe(HttpMethod.Post, "/v1/invoiceitems", ("customer", customer), ("amount", "4900"), ("currency", "eur"));
        await _stage.Stripe(HttpMethod.Post, "/v1/invoices", ("customer", customer));
        await _stage.Projected();
        (await _stage.App.Refusal("stripe_customer.match", customer, new { tenant = "ext:nobody" })).ShouldBe("unknown_tenant");

        var preview = await _stage.App.Post("/api/v1/previews", new { operation = "stripe_customer.match", query = new { match = "proposed" } });
        var run = await _stage.App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        (await InvoiceTenant()).ShouldBe(tenant);
        (await _stage.App.Refusal("stripe_customer.match", customer, new { tenant = second })).ShouldBe("already_matched");

        await _stage.Stripe(HttpMethod.Post, $"/v1/customers/{customer}", ("name", "Renamed"));
        await _stage.Projected();
        Tenant(await Customers(), customer).ShouldBe(tenant); // a change in Stripe doesn't undo the decision

        await _stage.App.Undo(run);
        (await InvoiceTenant()).ShouldBeNull();
        await _stage.Projected();
        Tenant(await Customers(), customer).ShouldBeNull();
        (await _stage.App.Refusal("stripe_customer.unmatch", customer)).ShouldBe("not_matched");
    }

    /// <summary>Runs the check now instead of after half a minute, and waits until a customer belongs to a tenant.</summary>
    private async Task AwaitMatch(string customer, string? tenant)
    {
        await using (var work = await _stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.MakeDue(["every:stripe.check_matches"]);
            await work.Commit();
        }
        await _stage.App.Await("/api/v1/customers", list => Tenant(ById(list), customer) == tenant);
    }

    private async Task<string?> InvoiceTenant() =>
        (await _stage.App.Get("/api/v1/invoices")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem().GetProperty("tenant_id").GetString();

    private async Task<IReadOnlyDictionary<string, JsonElement>> Customers() => ById(await _stage.App.Get("/api/v1/customers"));

    private static IReadOnlyDictionary<string, JsonElement> ById(JsonElement list) =>
        list.GetProperty("data").EnumerateArray().ToDictionary(row => row.GetProperty("id").GetString()!, StringComparer.Ordinal);

    private async Task<IReadOnlyList<string>> Ids(string query) =>
        [.. (await _stage.App.Get($"/api/v1/customers{query}")).GetProperty("data").EnumerateArray().Select(row => row.GetProperty("id").GetString()!)];

    private static string? Tenant(IReadOnlyDictionary<string, JsonElement> rows, string customer) => Text(rows, customer, "tenant_id");

    private static string? Text(IReadOnlyDictionary<string, JsonElement> rows, string customer, string name) => rows[customer].GetProperty(name).GetString();

    private async Task<string> Customer(params (string Name, string Value)[] form) =>
        (await _stage.Stripe(HttpMethod.Post, "/v1/customers", form)).GetProperty("id").GetString()!;
}
