using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Ingest;

/// <summary>The unmodified npm package @segment/analytics-node, and requests of other Segment SDKs.</summary>
[Slow(7, "Ingest")]
public sealed partial class SegmentEndpointsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Calls_are_counted_once_when_sent_repeatedly()
    {
        var (app, tenant) = await console.Studio();
        var context = new { groupId = tenant };
        object[] calls =
        [
            new object[]
            {
                "track",
                new
                {
                    userId = "anna",
                    @event = " Class Booked ",
                    properties = new { room = 3 },
                    context,
                    messageId = "t-" + tenant,
                },
            },
            new object[]
            {
                "identify",
                new
                {
                    userId = "anna",
                    traits = new { email = "anna@example.org" },
                    context,
                    messageId = "i-" + tenant,
                },
            },
            new object[]
            {
                "group",
                new
                {
                    anonymousId = "a-7",
                    groupId = tenant,
                    traits = new { name = "Studio" },
                    messageId = "g-" + tenant,
                },
            },
        ];

        var first = await Send(app, calls);
        var again = await Send(app, calls);

        (Status(first), Status(again)).ShouldBe((200, 200));
        (await Stored(tenant)).ShouldBe([new("Class Booked", "anna", """{"room": 3}"""), new("activity", "a-7", null), new("activity", "anna", null)]);
    }

    [Fact]
    public async Task The_ingest_page_lists_each_SDK_of_a_key_separately()
    {
        await using var alone = await TestConsole.Start();
        var app = await TestApplication.Connect(alone);
        var to = new { url = alone.Address, key = app.Key };
        object[] track = [new object[] { "track", new { userId = "u", @event = "x" } }];
        object[] capture = [new object[] { "capture", new { distinctId = "u", @event = "x" } }];
        await EventSenderScript.Send(
            "segment.mjs",
            new
            {
                to.url,
                to.key,
                calls = track,
            }
        );
        await EventSenderScript.Send(
            "posthog.mjs",
            new
            {
                to.url,
                to.key,
                calls = capture,
            }
        );
        var owner = await TestBrowser.Owner(alone);

        await owner.Get("/webhooks/in");

        Senders()
            .Matches(owner.Page)
            .Select(row => row.Groups[1].Value)
            .Order(StringComparer.Ordinal)
            .ShouldBe(["@segment/analytics-node/3.1.0", "posthog-node/5.70.0"]);
    }

    [Theory]
    [InlineData("track", """{"event": "Booked", "properties": {"room": "red"}}""", "Booked", """{"room": "red"}""")]
    [InlineData("identify", """{"traits": {"email": "a@example.org"}}""", "activity", null)]
    [InlineData("group", """{"traits": {"plan": "pro"}}""", "activity", null)]
    [InlineData("page", """{"name": "Home", "properties": {"path": "/"}}""", "activity", """{"name": "Home", "path": "/"}""")]
    [InlineData("screen", """{"name": "Start"}""", "activity", """{"name": "Start"}""")]
    [InlineData("alias", """{"previousId": "before"}""", "activity", null)]
    public async Task Each_call_can_be_sent_without_a_batch(string call, string message, string type, string? data)
    {
        var (app, tenant) = await console.Studio();
        var said = $$"""{"messageId": "{{tenant}}", "userId": 42, "context": {"groupId": "{{tenant}}" }, """ + message[1..];

        var (status, answer) = await Post(app.Key, "/v1/" + call, said);

        status.ShouldBe(200);
        answer.ShouldBe("""{"success":true}""");
        (await Stored(tenant)).ShouldBe([new(type, "42", data)]);
    }

    [Fact]
    public async Task A_rejected_call_is_stored_answered_with_success_and_can_be_ingested_later()
    {
        var app = await TestApplication.Connect(console);
        var late = "late-" + Guid.CreateVersion7();
        var message = $$"""{"type": "track", "messageId": "{{late}}", "userId": "u", "event": "Booked", "properties": {"room": 1}, "groupId": "{{late}}"}""";

        var (status, _) = await Post(app.Key, "/v1/batch", $$"""{"batch": [{{message}}, {"type": "dance"}, 7]}""");
        var tenant = await app.Tenant(late);
        await app.Run("dead_letter.replay", IdGenerator.Platform, new { reason = "unknown_tenant" });

        status.ShouldBe(200);
        await console.Until($"select count(*) = 1 from core.events where tenant_id = '{tenant}' and type = 'Booked' and data = '{{\"room\": 1}}'");
        await console.Until("select count(distinct reason) = 2 from core.dead_letters where reason in ('unknown_call', 'unreadable')");
        await Post(app.Key, "/v1/batch", $$"""{"batch": [{{message}}]}""");
        (await console.Stored(tenant)).ShouldBe(1);
    }

    [Theory]
    [InlineData("identify")]
    [InlineData("page")]
    public async Task Identify_and_page_calls_without_a_tenant_are_not_stored_as_rejected(string call)
    {
        await using var alone = await TestConsole.Start();
        var app = await TestApplication.Connect(alone);

        using var answer = await alone.Client.SendAsync(Request(app.Key, "/v1/" + call, """{"messageId": "1", "userId": "u"}"""));

        ((int)answer.StatusCode).ShouldBe(200);
        await using var work = await alone.Database.Read();
        (await work.One<long>("select count(*) from core.dead_letters")).ShouldBe(0);
    }

    [Fact]
    public async Task A_client_clock_that_is_ahead_is_corrected_by_the_time_of_the_batch()
    {
        var (app, tenant) = await console.Studio();
        var wrong = TimeProvider.System.GetUtcNow().AddDays(2);

        await Post(
            app.Key,
            "/v1/batch",
            $$"""
            {"sentAt": "{{wrong:O}}", "batch": [{"type": "track", "messageId": "{{tenant}}", "userId": "u", "event": "x", "groupId": "{{tenant}}", "timestamp": "{{wrong.AddMinutes(
                -10
            ):O}}"}]}
            """
        );

        await using var work = await console.Database.Read();
        (
            await work.One<bool>(
                "select at between now() - interval '11 minutes' and now() - interval '9 minutes' from core.events where tenant_id = @tenant",
                new { tenant }
            )
        ).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"batch": 7}""", 400)]
    [InlineData("[", 400)]
    [InlineData("""{"batch": [{"type": "track", "event": "\ud800", "messageId": "1"}], "sentAt": "\ud800"}""", 200)]
    [InlineData("""{"batch": [{"\ud800": 1, "type": "track", "messageId": "1"}]}""", 400)]
    [InlineData("""{"\ud800": 1, "batch": []}""", 400)]
    [InlineData("""{"batch": [], "sentAt": "9999-12-31T23:59:59Z"}""", 200)]
    public async Task A_body_is_accepted_or_refused_as_a_whole(string body, int status)
    {
        var app = await TestApplication.Connect(console, scopes: ["event.report"]);

        (await Post(app.Key, "/v1/batch", body)).Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_request_above_the_size_limit_is_refused()
    {
        var app = await TestApplication.Connect(console, scopes: ["event.report"]);

        var (status, answer) = await Post(app.Key, "/v1/batch", $$"""{"batch": ["{{new string('x', 500 << 10)}}"]}""");

        status.ShouldBe(413);
        answer.ShouldContain("too_large");
    }

    [Fact]
    public async Task A_key_without_the_permission_is_refused()
    {
        var app = await TestApplication.Connect(console, scopes: ["tenant.read"]);

        (await Post(app.Key, "/v1/track", "{}")).Status.ShouldBe(403);
        (await Post("oc_live_wrong", "/v1/track", "{}")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_session_does_not_replace_a_key()
    {
        await using var alone = await TestConsole.Start();
        var owner = await TestBrowser.Owner(alone);
        await owner.Get("/settings/keys");
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");

        var answer = await owner.PostRaw(
            "/v1/track",
            body,
            ("Accept", "text/html"),
            ("Sec-Fetch-Site", "same-origin"),
            ("RequestVerificationToken", owner.Token)
        );

        ((int)answer.StatusCode).ShouldBe(401);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        owner.Page.ShouldContain("write key");
    }

    // The name of the key and its client are in one row.
    [GeneratedRegex(">test</th>\\s*<td[^>]*><code>([^<]+)</code>")]
    private static partial Regex Senders();

    private Task<IReadOnlyList<JsonElement>> Send(TestApplication app, object[] calls) =>
        EventSenderScript.Send(
            "segment.mjs",
            new
            {
                url = console.Address,
                key = app.Key,
                calls,
            }
        );

    private static int Status(IReadOnlyList<JsonElement> said) => said.ShouldHaveSingleItem().GetProperty("status").GetInt32();

    private static HttpRequestMessage Request(string key, string path, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.ExpectContinue = body.Length > 500 << 10; // Without it, a refusal before the body is read breaks off the sending.
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
        return request;
    }

    private async Task<(int Status, string Answer)> Post(string key, string path, string body)
    {
        using var answer = await console.Client.SendAsync(Request(key, path, body));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<IReadOnlyList<Event>> Stored(string tenant)
    {
        await using var work = await console.Database.Read();
        return await work.List<Event>(
            "select type, member, data::text as data from core.events where tenant_id = @tenant order by type collate \"C\", member",
            new { tenant }
        );
    }

    private sealed record Event(string Type, string? Member, string? Data);
}
