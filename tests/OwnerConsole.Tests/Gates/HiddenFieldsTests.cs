using System.Net;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Integrations.Applications;

namespace OwnerConsole.Tests.Gates;

/// <summary>A person whose role hides a class of fields opens every read route and page: no hidden value appears, and everything else is shown.</summary>
public sealed class HiddenFieldsTests(HiddenFieldsTests.PricedConsole console) : IClassFixture<HiddenFieldsTests.PricedConsole>
{
    private static readonly string[] s_ofMoney =
    [
        "/revenue",
        "/api/v1/months",
        "/api/v1/log/proof",
        "/revenue/invoices/{id}/summary",
        "/api/v1/invoices/{id}/summary",
    ];

    private static readonly string[] s_reports =
    [
        "/revenue/cohorts",
        "/revenue/flows",
        "/revenue/analysis",
        "/revenue/policies",
        "/revenue/restatements",
        "/restatements",
    ];

    /// <summary>Exports of tenants, an operation without undo, which the wildcards of an admin don't cover.</summary>
    private static readonly string[] s_ofOwners = ["/api/v1/tenants/{id}/exports", "/api/v1/members/{id}/exports"];

    [Theory]
    [InlineData("money")]
    [InlineData("contact")]
    public async Task No_response_contains_a_hidden_field(string hidden)
    {
        var bea = await console.Hiding(hidden);
        var found = new List<string>();
        foreach (var address in Addresses)
        {
            using var answer = await bea.Get(address);
            if ((int)answer.StatusCode >= 500 || FindHidden(hidden, bea.Page) is not null)
                found.Add($"{address}: {answer.StatusCode} {Around(hidden, bea.Page)}");
        }

        found.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("money", "/api/v1/ledger", "/plans", "/tenants/{id}", "/revenue/ledger", "/operations/{run}", "/revenue/prices", "/api/v1/prices", "/overview")]
    [InlineData("contact", "/api/v1/tenants", "/tenants", "/tenants/{id}", "/members/{member}", "/webhooks/in")]
    public async Task A_role_without_hidden_fields_sees_the_values(string shown, params string[] addresses)
    {
        var ann = await TestBrowser.Join(console, "admin");
        foreach (var address in addresses)
        {
            using var answer = await ann.Get(console.At(address));

            answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
            FindHidden(shown, ann.Page).ShouldNotBeNull(address);
        }
    }

    [Fact]
    public async Task Only_routes_about_money_are_refused_and_say_why()
    {
        var bea = await console.Hiding("money");
        var wrong = new List<string>();
        foreach (var route in Routes)
        {
            using var answer = await bea.Get(Address(route));
            var text = route.RoutePattern.RawText!;
            var isReport = s_reports.Any(report => text.Replace("/api/v1", "", StringComparison.Ordinal).StartsWith(report, StringComparison.Ordinal));
            var isExport = text.EndsWith("/exports/{export}/file", StringComparison.Ordinal); // these files contain all fields
            if (answer.StatusCode is HttpStatusCode.Forbidden != (isReport || isExport || s_ofMoney.Concat(s_ofOwners).Contains(text)))
                wrong.Add($"{text}: {answer.StatusCode}");
        }

        wrong.ShouldBeEmpty();
        await bea.Get("/revenue");
        bea.Page.ShouldContain("Your role hides amounts of money. This request needs them.");
    }

    [Theory]
    [InlineData("money")]
    [InlineData("contact")]
    public async Task A_connection_test_shows_no_rows_while_fields_are_hidden(string hidden)
    {
        await using var shop = await OwnerDatabase.Open();
        await shop.Execute($"insert into accounts (id, name, billing_email) values (7, 'Lumen', '{PricedConsole.Contact}')");
        var (ann, bea) = (await TestBrowser.Join(console, "admin"), await console.Hiding(hidden));
        var input = Json.Element(shop.Input());
        var form = input.EnumerateObject().Select(field => (field.Name, field.Value.ToString())).ToArray();
        foreach (var person in new[] { ann, bea })
        {
            await person.Get("/settings/connector");
            (string, string)[] headers = [("Sec-Fetch-Site", "same-origin"), ("RequestVerificationToken", person.Token)];

            await person.Post("/settings/connector/test", form);
            var page = person.Page;
            await person.Send(HttpMethod.Post, "/api/v1/connector/test", new StringContent(input.GetRawText(), null, "application/json"), headers);

            page.ShouldContain("owner_console_tenants");
            person.Page.ShouldContain("owner_console_tenants");
            (page.Contains(PricedConsole.Contact, StringComparison.Ordinal), person.Page.Contains(PricedConsole.Contact, StringComparison.Ordinal)).ShouldBe(
                (person == ann, person == ann)
            );
        }
    }

    private IEnumerable<string> Addresses =>
        Routes
            .Select(Address)
            .Concat(PageCatalogue.Addresses.Select(address => PageCatalogue.At(address, console.Tenant, console.Member)))
            .Concat(Asked.Select(console.At))
            .Distinct();

    private static readonly string[] Asked =
    [
        "/operations/{run}",
        "/api/v1/runs/{run}",
        "/api/v1/runs/{run}/lines",
        "/api/v1/log?limit=200",
        "/audit?time=all",
        "/tenants?sort=contact_email&columns=contact_email",
        "/tenants/export?format=csv&columns=contact_email",
        "/tenants?q=" + PricedConsole.Mailbox,
        "/members?q=" + PricedConsole.Mailbox,
        "/members?columns=email",
        "/find?q=" + PricedConsole.Mailbox,
        "/find/found?q=" + PricedConsole.Mailbox,
        "/revenue/ledger/export?format=csv",
        "/members/export?format=csv&columns=email",
        "/plans/export?format=csv",
        "/revenue/prices/export?format=csv",
        "/operations/export?format=csv",
        "/audit/export?format=csv",
        "/explore?metric=mrr.estimated",
        "/explore?metric=mrr.net&range=12m",
        "/explore/rows/file?metric=mrr.estimated",
        "/operations/new?operation=plan.change&subject={plan}&back=/plans",
    ];

    /// <returns>The first hidden value that the page contains; null if there is none.</returns>
    private static string? FindHidden(string hidden, string page) =>
        (hidden is "money" ? PricedConsole.Amounts : [PricedConsole.Contact]).FirstOrDefault(one => page.Contains(one, StringComparison.OrdinalIgnoreCase));

    private static string Around(string hidden, string page)
    {
        var at = page.IndexOf(FindHidden(hidden, page) ?? "", StringComparison.OrdinalIgnoreCase);
        return page[Math.Max(0, at - 120)..Math.Min(page.Length, at + 40)].ReplaceLineEndings(" ");
    }

    private IReadOnlyList<RouteEndpoint> Routes => RouteCatalogue.Read(console);

    private string Address(RouteEndpoint route) =>
        RouteCatalogue.Address(
            route,
            of =>
                of switch
                {
                    "tenants" => console.Tenant,
                    "members" => console.Member,
                    "runs" or "operations" => console.Run,
                    "previews" => console.Preview,
                    "plans" => console.Plan,
                    _ => "x",
                }
        );

    /// <summary>A console with prices, payments and addresses wherever they can appear.</summary>
    public sealed class PricedConsole : TestConsole, IAsyncLifetime
    {
        public const string Mailbox = "unlisted",
            Contact = $"{Mailbox}@hidden.example";

        /// <summary>The current price, the previous price and the payment, formatted and in the smallest unit.</summary>
        public static readonly string[] Amounts = ["73,737.73", "73737.73", "7373773", "62,626.26", "62626.26", "6262626", "81,818.81", "81818.81", "8181881"];

        private readonly Dictionary<string, TestBrowser> _hiding = new(StringComparer.Ordinal);

        public string Tenant { get; private set; } = "";

        public string Member { get; private set; } = "";

        public string Run { get; private set; } = "";

        public string Preview { get; private set; } = "";

        public string Plan { get; private set; } = "";

        public string At(string address) =>
            address
                .Replace("{id}", Tenant, StringComparison.Ordinal)
                .Replace("{member}", Member, StringComparison.Ordinal)
                .Replace("{run}", Run, StringComparison.Ordinal)
                .Replace("{plan}", Plan, StringComparison.Ordinal);

        /// <summary>Signs in a person with the permissions of an admin whose role hides a class of fields.</summary>
        public async Task<TestBrowser> Hiding(string hidden)
        {
            if (_hiding.TryGetValue(hidden, out var known))
                return known;
            var app = await TestApplication.Connect(this);
            var admin = (await app.Get("/api/v1/roles")).GetProperty("data").EnumerateArray().Single(role => role.GetProperty("key").GetString() == "admin");
            var made = await app.Run("role.create", IdGenerator.Platform, new { name = $"Hides {hidden}", permissions = admin.GetProperty("permissions") });
            await app.Run("role.hide_fields", made.Created(), new { hides = new[] { hidden } });
            return _hiding[hidden] = await TestBrowser.Join(this, $"hides_{hidden}");
        }

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            var app = await TestApplication.Connect(this);
            await app.Run("plan.create", IdGenerator.Platform, Terms(6262626, key: "gold"));
            Plan = (await app.Get("/api/v1/plans")).GetProperty("data")[0].GetProperty("id").GetString()!;
            Run = (await app.Run("plan.change", Plan, Terms(7373773))).GetProperty("id").GetString()!;
            Tenant = await app.Tenant("priced", "Acorn", members: 0);
            await app.Put($"/api/v1/tenants/{Tenant}", new { contact_email = Contact, plan_items = new[] { new { plan = "gold" } } });
            Member = (await app.Put($"/api/v1/tenants/{Tenant}/members/ext:nameless", new { email = Contact })).GetProperty("id").GetString()!;
            Preview = (await app.Preview("plan.change", [Plan], Terms(6262626))).GetProperty("id").GetString()!;
            object paid = new
            {
                purchase = "p-1",
                price = new { amount = 8181881, currency = "EUR" },
                name = "Extra hours",
                email = Contact,
            };
            await app.Report(
                EventReports.Event(
                    Tenant,
                    "purchase.completed",
                    data: new
                    {
                        purchase = "p-1",
                        price = new { amount = 8181881, currency = "EUR" },
                        name = "Extra hours",
                    }
                ),
                EventReports.Event("ext:nobody", "purchase.completed", data: paid)
            );
            await this.WaitForProjection();
            await AddUnmappedPrices();
            await app.DeclareAll();
            await app.Run(DeclaredApplications.Name, Tenant, DeclaredApplications.Input);
        }

        /// <summary>Adds a price without a plan and one that differs from its proposed plan, each with a subscription.</summary>
        private async Task AddUnmappedPrices()
        {
            await using var work = await Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform, Tenant]);
            await work.Execute(
                """
                insert into billing.prices
                  (tenant_id, account_id, id, mode, name, product, amount, currency, interval, intervals, is_metered, is_active, created_at, synced_at)
                select 'tnt_platform', 'acct_1', 'price_' || name, 'live', name, name, 8181881, 'EUR', 'month', 1, false, true, now(), now()
                  from unnest(array['Silver', 'Gold']) name
                """
            );
            await work.Execute(
                """
                insert into billing.subscriptions
                  (tenant_id, account_id, id, mode, customer_id, status, is_paused, prices, currency, mrr_minor, collection_method, created_at, synced_at)
                values (@Tenant, 'acct_1', 'sub_1', 'live', 'cus_1', 'active', false, array['price_Silver', 'price_Gold'], 'EUR', 8181881, 'charge_automatically', now(), now())
                """,
                new { Tenant }
            );
            await work.Execute(
                """
                insert into billing.subscription_mrr (tenant_id, account_id, subscription_id, from_at, price_id, customer_id, mode, currency, mrr_minor)
                values (@Tenant, 'acct_1', 'sub_1', now(), 'price_Silver', 'cus_1', 'live', 'EUR', 8181881)
                """,
                new { Tenant }
            );
            await work.Commit();
        }

        private static object Terms(long amount, string? key = null) =>
            key is null
                ? new
                {
                    name = "Gold",
                    price = new { amount, currency = "EUR" },
                    interval = "month",
                }
                : new
                {
                    key,
                    name = "Gold",
                    price = new { amount, currency = "EUR" },
                    interval = "month",
                };
    }
}
