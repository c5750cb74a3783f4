using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Architecture;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Plans.Entitlements;
using OwnerConsole.Tests.Plans.Entitlements.Credits;
using OwnerConsole.Tests.Plans.Plans;
using OwnerConsole.Tests.Revenue.Stripe;

namespace OwnerConsole.Tests.Docs;

/// <summary>Generates docs/reference/messages.md from real deliveries, so that no example is written by hand.</summary>
[Slow(44, "Webhooks")]
public sealed partial class MessagesPageTests : IAsyncLifetime
{
    /// <summary>The same messages as the page, as shipped for the test console and the check of contracts.</summary>
    private const string Samples = "src/OwnerConsole.Integrations/Webhooks/Samples/samples.json";

    private readonly List<(string Title, JsonElement Body)> _sent = [];

    private StripeStage _stripe = null!; // set before each test

    private TestApplication _app = null!; // connected before each test

    private WebhookReceiver _receiver = null!; // connected before each test

    private string _endpoint = "";

    public async ValueTask InitializeAsync()
    {
        _stripe = await StripeStage.Open(Mode.Live);
        _app = _stripe.App;
        await _app.DeclareAll();
        _receiver = await WebhookReceiver.Start();
        _endpoint = await _receiver.Connect(_app);
        const string events =
            "tenant.* entitlement.* gauge.* credits.* member.* dispute.* dunning.* impersonation.* notification.* sla.* task.* upgrade.* webhook.*";
        await _app.Run("webhook_endpoint.change", _endpoint, new { events = events.Split(' ') });
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _stripe.DisposeAsync();
    }

    [Fact]
    public async Task The_messages_page_shows_every_event_and_task_as_sent()
    {
        var tenant = await _app.Tenant("acme", "Acme Studio");
        await _app.Put($"/api/v1/tenants/{tenant}/members/ext:anna", new { name = "Anna Coach", role = "client" });
        var member = (await _app.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[0].GetProperty("id").GetString()!;

        await Messaging.Notifications.SentNotifications.Record(_stripe.Console, _app, member, Next);
        await Messaging.Automations.SentStepEvents.Record(_stripe.Console, _app, tenant, _endpoint, Next);
        await Events(tenant, member);
        await Reliability.Agreements.SentSlaEvents.Record(_stripe.Console, _app, tenant, Next);
        await RecordPreviewRequests(tenant);
        await Tasks(tenant, member);

        _sent
            .Where(one => Type(one.Body) != "webhook.test" && !IsPreviewRequest(one.Body))
            .ShouldAllBe(one => one.Body.GetProperty("data").GetProperty("sequence").GetInt64() > 0);
        Documented(await File.ReadAllTextAsync(Path.Combine(Product.Root, "docs", "reference", "webhook-events.md")))
            .Except(_sent.Select(one => Type(one.Body)))
            .ShouldBeEmpty();
        await GeneratedFile.Check(Samples, SamplesFile(), $"{Samples} is generated from real deliveries.");
        await GeneratedFile.Check("docs/reference/messages.md", Page(), "docs/reference/messages.md is generated from real deliveries.");
    }

    private async Task Events(string tenant, string member)
    {
        await _app.Run("tenant.suspend", tenant, new { cause = "billing" });
        await Next("");
        await _app.Run("tenant.reactivate", tenant);
        await Next("");
        var blocked = await _app.Run("member.suspend", member, new { cause = "security" });
        await Next("");
        await _app.Undo(blocked);
        await Next("");
        await _app.Run("tenant.reset_trial", tenant, new { days = 14 });
        await Next("");
        await _app.Run(
            "plan.create",
            "tnt_platform",
            new
            {
                key = "pro",
                name = "Pro",
                price = new { amount = 4900, currency = "USD" },
            }
        );
        await _app.Run("tenant.change_plan", tenant, new { items = new[] { new { plan = "pro", quantity = 3 } } });
        await Next("");
        await Upgrades(tenant);
        await new LimitedPlatform(_stripe.Console, _app).Declare("exports", "counter", "export", allows: "5");
        await _app.Post("/api/v1/entitlements/consume", LimitedPlatform.Asked(tenant, "exports", "4"));
        await Next("");
        await _app.Send(HttpMethod.Post, "/api/v1/entitlements/consume", JsonSerializer.Serialize(LimitedPlatform.Asked(tenant, "exports", "2")));
        await Next("");
        await new LimitedPlatform(_stripe.Console, _app).Declare("seats", "gauge", "seat", allows: "5");
        await _app.Put($"/api/v1/tenants/{tenant}/gauges/seats/slots", new { resources = new[] { "ext:anna" } });
        await Next("");
        await _app.Run(
            "tenant.override_limit",
            tenant,
            new
            {
                feature = "exports",
                allows = "10",
                reason = "Agreed",
            }
        );
        await Next("");
        await CreditPlatform.Expire(_stripe.Console, _app, tenant, "exports");
        await Next("");
        await Next("");
        var rolled = await Next("rollover into the next period");
        await _app.Run("credit.void", rolled.GetProperty("data").GetProperty("credit").GetString()!);
        await Next("");
        var owner = await TestBrowser.Owner(_stripe.Console);
        await owner.Get(
            $"/operations/new?operation=member.impersonate&subject={member}&reason=Looks+for+the+booking.&access=read_only&minutes=10&back=/members/{member}"
        );
        await owner.Post(
            "/operations",
            ("operation", "member.impersonate"),
            ("preview", Previewed().Match(owner.Page).Groups["id"].Value),
            ("subject", member),
            ("reason", "Looks for the booking."),
            ("access", "read_only"),
            ("minutes", "10"),
            ("back", $"/members/{member}")
        );
        var started = await Next("");
        await _app.Post($"/api/v1/impersonations/{started.GetProperty("data").GetProperty("impersonation").GetString()}/leave", new { });
        await Next("");
        await _stripe.Connect();
        var customer = await _stripe.Stripe(HttpMethod.Post, "/v1/customers", ("metadata[tenant_id]", tenant));
        await _stripe.Dispute(customer.GetProperty("id").GetString()!);
        await Next("");
        await Revenue.Dunning.OverdueInvoice.Add(_app, tenant);
        await _app.Run("manual_invoice.mark_paid", (await Next("")).GetProperty("data").GetProperty("invoice").GetString()!);
        await Next("");
        await _app.Run("webhook_endpoint.test", _endpoint);
        await Next("");
    }

    private async Task Upgrades(string tenant)
    {
        await PlanTests.Create(_app, "team", "Team", 9900);
        var wanted = new { plan = "team", reason = "We have more clients than fit." };
        var asked = await _app.Post($"/api/v1/tenants/{tenant}/upgrade-requests", wanted);
        await Next("");
        await _app.Post($"/api/v1/upgrade-requests/{asked.GetProperty("id").GetString()}/cancel", new { });
        await Next("");
        var rejected = await Asked(tenant);
        await _app.Run("upgrade.reject", rejected, new { reason = "Your invoice of October is still open." });
        await Next("");
        await _app.Run("upgrade.approve", await Asked(tenant));
        await Next("");
        await Next("");

        async Task<string> Asked(string of)
        {
            var again = await _app.Post($"/api/v1/tenants/{of}/upgrade-requests", wanted);
            await Next("");
            return again.GetProperty("id").GetString()!;
        }
    }

    private async Task Tasks(string tenant, string member)
    {
        var run = await _app.Run(DeclaredApplications.Name, tenant, DeclaredApplications.Input);
        await CompleteTask("custom operation");
        await _app.Undo(run);
        await CompleteTask("custom operation, undo");
        var stopped = await _app.Run(DeclaredApplications.Name, tenant, DeclaredApplications.Input);
        var task = await NextTask(null);
        await _app.Await($"/api/v1/tasks/{task.GetProperty("id").GetString()}", now => now.GetProperty("state").GetString() == "accepted");
        await _app.Post($"/api/v1/runs/{stopped.GetProperty("id").GetString()}/stop", new { });
        await Next("a running task is stopped");
        await _app.Say(task, "fail", new { code = "stopped", message = "Stopped half-way; nothing was changed." });
        await using var stage = await LawHarness.Open(_stripe.Console); // Runs as a person who confirms their identity.
        await stage.Run("tenant.reset_demo_data", tenant);
        await CompleteTask("tenant.reset_demo_data");
        await _app.Run("member.reset", member);
        await CompleteTask("member.reset");
        await _app.Run("member.set_role", member, new { role = "coach" });
        await CompleteTask("member.set_role");
        await _app.Put($"/api/v1/tenants/{tenant}/members/ext:anna2", new { name = "Anna C." });
        var merged = await _app.Run("member.merge", await SecondMember(tenant), new { into = "ext:anna" });
        await CompleteTask("member.merge");
        await Next("");
        await _app.Undo(merged);
        await CompleteTask("member.merge, undo");
        await Next("");
        await stage.Run("tenant.export", tenant);
        await CompleteTask("tenant.export");
        await stage.Run("member.export", member);
        await CompleteTask("member.export");
        await Tenants.Deletions.SentDeletions.Record(stage, Next);
        await stage.Run("member.anonymise", member);
        await CompleteTask("member.anonymise");
        await Next("");
        await stage.Run("tenant.anonymise", tenant);
        await CompleteTask("tenant.anonymise");
        await Next("");
    }

    private async Task<string> SecondMember(string tenant) =>
        (await _app.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[1].GetProperty("id").GetString()!;

    /// <summary>Runs before the application declares everything, when it has no previews.</summary>
    private async Task RecordPreviewRequests(string tenant)
    {
        await _app.Put(
            "/api/v1/application",
            new
            {
                name = "StudioApp",
                tasks = new[] { "tenant.reset_demo_data" },
                previews = new[] { "tenant.reset_demo_data" },
            }
        );
        var asking = _app.Post("/api/v1/previews", new { operation = "tenant.reset_demo_data", subjects = new[] { tenant } });
        await _app.Say(await NextTask("preview"), "complete", new { note = "12 rows of test data go." });
        await asking;
        await _app.DeclareAll();
    }

    private static bool IsPreviewRequest(JsonElement body) =>
        body.GetProperty("data").TryGetProperty("task", out var task) && task.TryGetProperty("action", out var action) && action.GetString() == "preview";

    private async Task CompleteTask(string title) => await _app.Say(await NextTask(title), "complete", new { });

    private async Task<JsonElement> NextTask(string? title) => (await Next(title)).GetProperty("data").GetProperty("task");

    /// <param name="title">Title of the example; null if the page already has one of this kind.</param>
    private async Task<JsonElement> Next(string? title)
    {
        var told = await _receiver.Next();
        told.Verified.ShouldBeTrue();
        if (title is not null)
            _sent.Add((title, told.Body));
        return told.Body;
    }

    /// <summary>Event types in the table of docs/reference/webhook-events.md.</summary>
    private static IEnumerable<string> Documented(string connect)
    {
        var table = connect[connect.IndexOf("| Event |", StringComparison.Ordinal)..];
        return table[..table.IndexOf("\n\n", StringComparison.Ordinal)]
            .Split('\n')
            .SelectMany(line => EventName().Matches(line.Split('|')[1]).Select(match => match.Groups["name"].Value));
    }

    private string Page()
    {
        var page = new StringBuilder(
            """
            # Webhook and task payloads

            Recorded from real deliveries, in order; ids, instants and tokens are replaced. For signatures and the meaning of each event, see [Webhook events](webhook-events.md).

            """
        );
        foreach (var (title, body) in _sent)
            page.Append($"\n## {Type(body)}{(title.Length > 0 ? $": {title}" : "")}\n\n```json\n{SampleText.Normalize(body)}\n```\n");
        return page.ToString();
    }

    private string SamplesFile() =>
        JsonSerializer.Serialize(
            _sent.Select(one => new { title = one.Title, body = JsonDocument.Parse(SampleText.Normalize(one.Body)).RootElement }),
            SampleText.Indented
        ) + "\n";

    private static string Type(JsonElement body) => body.GetProperty("type").GetString()!; // Every event has a type.

    [GeneratedRegex("name=\"preview\" value=\"(?<id>prv_[0-9a-z]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Previewed();

    [GeneratedRegex("`(?<name>[a-z_.]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EventName();
}
