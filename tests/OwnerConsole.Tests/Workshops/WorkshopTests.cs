using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Tests.Workshops;

[Slow(9, "workshop")]
public sealed partial class WorkshopTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test

    private TestApplication _app = null!; // connected before each test

    private Workshop _workshop = null!; // started before each test

    private string _anna = "";

    public async ValueTask InitializeAsync()
    {
        _app = await TestApplication.Connect(_console = await TestConsole.Start());
        _workshop = await Workshop.Start(_console, _app);
        var people = (await _app.Get("/api/v1/tenants/ext:bench-1/members")).GetProperty("data").EnumerateArray();
        _anna = Text(people.Single(person => Text(person, "external_id") == "anna"), "id");
    }

    public async ValueTask DisposeAsync()
    {
        await _workshop.DisposeAsync();
        await _console.DisposeAsync();
    }

    [Fact]
    public async Task The_workshop_executes_a_task_and_undoes_it()
    {
        var run = await _app.Run("member.set_role", _anna, new { role = "coach" });
        var done = await _app.Await($"/api/v1/runs/{Text(run, "id")}", now => Text(now, "state") == "done");
        var changed = await _workshop.Role("anna");

        var undo = await _app.Undo(run);
        await _app.Await($"/api/v1/runs/{Text(undo, "id")}", now => Text(now, "state") == "done");

        changed.ShouldBe("coach");
        Text(done.GetProperty("lines")[0], "text").ShouldBe("The application completed Set role for Anna Smith.");
        (await _workshop.Role("anna")).ShouldBe("client");
        Text(await _app.Get($"/api/v1/runs/{Text(run, "id")}"), "state").ShouldBe("undone");
        (await _app.Get("/api/v1/tenants/ext:bench-1")).GetProperty("name").GetString().ShouldBe("Bench One");
    }

    [Fact]
    public async Task The_workshop_previews_the_effects_without_changing_anything()
    {
        var preview = await _app.Post(
            "/api/v1/previews",
            new
            {
                operation = "member.set_role",
                subjects = new[] { _anna },
                input = new { role = "coach" },
            }
        );

        var said = preview.GetProperty("application").GetProperty("subjects")[0];
        said.GetProperty("sentences")[0].GetString().ShouldBe("anna is client today.");
        said.GetProperty("effects").GetRawText().ShouldBe("""[{"field":"Role","before":"client","after":"coach"}]""");
        (await _workshop.Role("anna")).ShouldBe("client");
    }

    [Fact]
    public async Task The_workshop_accepts_an_impersonation_once_and_refuses_forged_tokens()
    {
        var owner = await TestBrowser.Owner(_console);
        var sent = await Sent(owner);

        var first = await _workshop.Visit(sent);
        var again = await _workshop.Visit(sent);
        var forged = await _workshop.Visit(sent[..^4] + "AAAA");
        var other = await _workshop.Visit((await owner.Get(Enter)).Headers.Location!.PathAndQuery);

        first.ShouldBe((200, "Ann Owner is impersonating Anna Smith: Looks for the booking. (read_only)"));
        (again.Status, forged.Status, other.Status).ShouldBe((403, 403, 200));
    }

    /// <summary>Regression test for fault 8: forged or old messages are refused before they are parsed.</summary>
    [Theory]
    [InlineData(0, false, "{}", 400)]
    [InlineData(0, false, "no JSON", 400)]
    [InlineData(-301, true, "no JSON", 400)]
    [InlineData(330, true, "{}", 400)]
    [InlineData(-290, true, "{}", 202)]
    public async Task The_workshop_refuses_messages_without_a_recent_signature(int seconds, bool isSigned, string rest, int status)
    {
        var body = Encoding.UTF8.GetBytes(
            rest == "{}" ? """{"type":"task.offered","data":{"task":{"id":"tsk_1","subject":{"external_id":"nobody"},"input":{"role":"owner"}}}}""" : rest
        );
        var at = TimeProvider.System.GetUtcNow().AddSeconds(seconds);

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_workshop.Address, "/hook")) { Content = new ByteArrayContent(body) };
        request.Headers.Add("webhook-id", "evt_1");
        request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(
            "webhook-signature",
            isSigned ? StandardWebhook.Sign(_workshop.Secret, "evt_1", at, body) : "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
        using var answer = await http.SendAsync(request);

        ((int)answer.StatusCode).ShouldBe(status);
        (await _workshop.Role("anna")).ShouldBe("client");
    }

    private string Enter { get; set; } = "";

    /// <returns>the address where the console sends the owner to impersonate Anna</returns>
    private async Task<string> Sent(TestBrowser owner)
    {
        await owner.Get($"/operations/new?operation=member.impersonate&subject={_anna}&reason=Looks+for+the+booking.&back=/members/{_anna}");
        await owner.Post(
            "/operations",
            ("operation", "member.impersonate"),
            ("preview", Shown().Match(owner.Page).Groups["id"].Value),
            ("subject", _anna),
            ("reason", "Looks for the booking."),
            ("access", "read_only"),
            ("minutes", "15"),
            ("back", $"/members/{_anna}")
        );
        var id = Text((await _app.Get("/api/v1/impersonations?state=open")).GetProperty("data")[0], "id");
        Enter = $"/audit/impersonation/{id}/enter";
        return (await owner.Get(Enter)).Headers.Location!.PathAndQuery;
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    [GeneratedRegex("name=\"preview\" value=\"(?<id>prv_[0-9a-z]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Shown();
}
