using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Ui.Forms;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>A console in which an application, the team and the connected servers have put hostile texts into every text field.</summary>
public sealed class HostileConsole : SignedInConsole, IAsyncLifetime
{
    /// <summary>The number of tenants with fifty attributes each that is needed to hold all texts.</summary>
    private static readonly int s_full = (HostileTexts.All.Count + 49) / 50;

    private static readonly string s_short = HostileTexts.Within(longest: 40, count: 1)[0];
    private readonly HostileServer _mail = new(greets: true),
        _hook = new(greets: false);

    private TestApplication _app = null!; // connected before any test sees it
    private BrowserWindow? _shared;

    /// <summary>Values of placeholders such as <c>{tenant}</c> in an address.</summary>
    public IReadOnlyDictionary<string, string> Ids { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>All requests of the browser to addresses that no page of the console contains.</summary>
    public List<string> ForeignRequests { get; } = [];

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await SignIn();
        _app = await TestApplication.Connect(this);
        _app.Http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "<img/data-hostile/src=x/onerror=alert(1)>");
        var tenants = await Report();
        var member = await People(tenants[0]);
        await Plans(tenants);
        await ReportEvents(tenants);
        await Decide(tenants, member);
        var (booking, task) = await HostileTeam.Declare(_app, tenants[0]);
        var person = await HostileTeam.Join(this, _app);
        await Words();
        var (endpoint, delivery) = await Hook(tenants[^1]);
        Ids = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = tenants[0],
            ["other"] = tenants[1],
            ["free"] = tenants[s_full],
            ["member"] = member,
            ["endpoint"] = endpoint,
            ["delivery"] = delivery,
            ["letter"] = await Letter(),
            ["person"] = person,
            ["booking"] = booking,
            ["task"] = task,
            ["run"] = await Some("/api/v1/runs"),
        };
        await this.WaitForProjection();
        await WaitForLogSubscribers();
    }

    /// <summary>One window for all pages.</summary>
    public async Task<BrowserWindow> SharedWindow()
    {
        if (_shared is not null)
            return _shared;
        _shared = await Open();
        _shared.Page.Request += (_, request) =>
        {
            var asked = new Uri(request.Url);
            if (asked.Scheme is not "data" && (asked.Authority != Address.Authority || asked.AbsolutePath.Contains("hostile", StringComparison.Ordinal)))
                ForeignRequests.Add(request.Url);
        };
        return _shared;
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        if (_shared is not null)
            await _shared.DisposeAsync();
        await DisposeAsync();
        _mail.Dispose();
        _hook.Dispose();
    }

    private static string Text(int place) => HostileTexts.All[place % HostileTexts.All.Count];

    /// <summary>A text of ten lines, one hostile text per line.</summary>
    private static string Prose(int from) => string.Join('\n', Enumerable.Range(from, 10).Select(Text));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Mail(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter) && letter != '@')) + "@acme.example";

    /// <summary>Reports a tenant for each text; no two fields of a tenant have the same text.</summary>
    private async Task<string[]> Report()
    {
        var answer = await _app.Put(
            "/api/v1/tenants",
            new
            {
                data = HostileTexts.All.Select(
                    (text, place) =>
                        new
                        {
                            id = $"ext:{(place < 60 ? text : Number(place))}",
                            name = text,
                            contact_email = Mail(Text(place + 1)),
                            owner_external_id = Text(place + 2),
                            owner_name = Text(place + 3),
                            source = Text(place + 4),
                            campaign = Text(place + 5),
                            referrer = Text(place + 6),
                            plan_items = new[] { new { plan = $"plan-{place % 12}" } },
                            attributes = place < s_full
                                ? Enumerable.Range(0, 50).ToDictionary(number => $"a{number}", number => Text((place * 50) + number))
                                : [],
                        }
                ),
            }
        );
        return [.. answer.GetProperty("data").EnumerateArray().Select(made => made.GetProperty("id").GetString()!)];
    }

    private async Task<string> People(string tenant)
    {
        await _app.Put(
            $"/api/v1/tenants/{tenant}/members",
            new
            {
                data = HostileTexts.All.Select(
                    (text, place) =>
                        new
                        {
                            id = $"ext:{text}",
                            name = text,
                            email = Mail(Text(place + 1)),
                            role = "coach",
                        }
                ),
            }
        );
        return await Some($"/api/v1/tenants/{tenant}/members");
    }

    private async Task Plans(string[] tenants)
    {
        foreach (var (place, name) in HostileTexts.Within(longest: 80, count: 12, from: 20).Index())
            await _app.Run(
                "plan.create",
                IdGenerator.Platform,
                new
                {
                    key = $"plan-{place}",
                    name,
                    price = new { amount = 100 * place, currency = "USD" },
                    trial_days = 7,
                }
            );
        await _app.Run("tenant.grant", tenants[0], new { plan = "plan-3" });
        await _app.Run(
            "meter.declare",
            IdGenerator.Platform,
            new
            {
                key = "hostile",
                name = Text(0),
                unit = "<b data-hostile>",
                event_type = Text(4),
                group_by = new[] { "kind", Text(5) },
            }
        );
    }

    private async Task ReportEvents(string[] tenants)
    {
        var now = TimeProvider.System.GetUtcNow();
        var events = HostileTexts.All.SelectMany(
            (text, place) =>
                new object[]
                {
                    EventReports.Event(
                        tenants[place % 4],
                        "purchase.completed",
                        now.AddHours(-1),
                        new
                        {
                            purchase = text,
                            name = text,
                            plan = text,
                            price = new { amount = 4_900, currency = "USD" },
                        }
                    ),
                    EventReports.Event(tenants[0], "session.started", now.AddMinutes(-5), new { session = text, member = text }),
                    EventReports.Event(tenants[0], Text(4), now.AddMinutes(-4), new { kind = text, member = text }),
                    EventReports.Event(tenants[place % 4], text, now.AddMinutes(-3), new { member = text }),
                }
        );
        (await _app.Report([.. events])).Body.GetProperty("rejected").EnumerateArray().ShouldBeEmpty();
        await _app.Report(EventReports.Event(Text(10), "activity"), EventReports.Event(tenants[0], "session.recorded", data: new { member = Text(10) }));
        foreach (var place in Enumerable.Range(0, 5))
            await _app.Put(
                $"/api/v1/instances/i-{place}/heartbeat",
                new
                {
                    name = Text(place * 3),
                    version = Text((place * 3) + 1),
                    region = Text((place * 3) + 2),
                }
            );
    }

    private async Task Decide(string[] tenants, string member)
    {
        for (var from = 0; from < HostileTexts.All.Count; from += 10)
            await _app.Run("note.add", tenants[0], new { text = Prose(from) });
        await _app.Run("member.note", member, new { text = Prose(0) });
        foreach (var tenant in tenants[..s_full])
            await Run("tenant.suspend", tenant, new { cause = "billing", message = Prose(Array.IndexOf(tenants, tenant) * 10) });
        await Run("tenant.reactivate", tenants[0], new { });
        foreach (var (place, name) in HostileTexts.Within(longest: 60, count: 8).Index())
            await _app.Run(
                "saved_view.save",
                IdGenerator.Platform,
                new
                {
                    name,
                    list = place % 2 == 0 ? "/tenants" : "/audit",
                    query = """?q="><img/data-hostile/src=/hostile/onerror=alert(1)>""",
                    audience = "team",
                }
            );
        await _app.Run("api_key.create", IdGenerator.Platform, new { name = s_short, scopes = new[] { "tenant.read" } });
    }

    /// <summary>Sets hostile labels, mail settings and email templates.</summary>
    private async Task Words()
    {
        string[] words = ["tenant", "tenants", "member", "members", "session", "sessions", "plan", "plans", "tenant_id"];
        foreach (var (word, text) in words.Zip(HostileTexts.Within(longest: 40, count: words.Length)))
            await _app.Run("setting.change", IdGenerator.Platform, new { key = $"label.{word}", value = text });
        await _app.Run("setting.change", IdGenerator.Platform, new { key = "label.roles", value = "coach: <b data-hostile>Coach" });
        await _app.Run(
            "mail.configure",
            IdGenerator.Platform,
            new
            {
                host = "127.0.0.1",
                port = _mail.Port,
                encryption = "none",
                from_address = "console@acme.example",
                from_name = Text(10),
            }
        );
        await _app.Run("setting.change", IdGenerator.Platform, new { key = "platform.name", value = Text(10) });
        var plain = HostileTexts.All.Where(text => !text.Contains("{{", StringComparison.Ordinal));
        await _app.Run(
            "mail_template.change",
            IdGenerator.Platform,
            new
            {
                template = "mail.test",
                subject = Text(10),
                html = "<p>{{recipient.name}}</p>",
                text = string.Join('\n', plain),
            }
        );
    }

    /// <summary>Adds an endpoint with an invalid response, and an event whose delivery fails.</summary>
    private async Task<(string Endpoint, string Delivery)> Hook(string tenant)
    {
        var made = await _app.Run("webhook_endpoint.create", IdGenerator.Platform, new { url = _hook.Url });
        var endpoint = made.Created();
        await Run("tenant.suspend", tenant, new { cause = "billing" });
        await _app.AwaitFailure(endpoint);
        return (endpoint, await Some($"/api/v1/webhook-endpoints/{endpoint}/deliveries"));
    }

    /// <summary>Sends an email that the mail server refuses with a hostile text.</summary>
    private async Task<string> Letter()
    {
        await Owner.Get("/settings/templates/mail.test");
        await Owner.Post(OperationAddress.Run, ("operation", "mail.test"), ("subject", IdGenerator.Platform), ("template", "mail.test"), ("back", "/emails"));
        var letters = await _app.Await(
            "/api/v1/emails",
            answer => answer.GetProperty("data").EnumerateArray().Any(letter => letter.GetProperty("attempts").GetInt32() > 0)
        );
        return letters.GetProperty("data")[0].GetProperty("id").GetString()!;
    }

    private async Task Run(string operation, string subject, object input)
    {
        var preview = await _app.Preview(operation, [subject], input);
        await _app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = Text(10) });
    }

    private async Task<string> Some(string list) => First(await _app.Get(list));

    private static string First(JsonElement answer) => answer.GetProperty("data")[0].GetProperty("id").GetString()!;
}
