using System.IO.Compression;
using System.Text;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Ingest;

/// <summary>The unmodified npm package posthog-node, and requests of other PostHog SDKs.</summary>
[Slow(9, "Ingest")]
public sealed class PostHogEndpointsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Events_are_counted_once_when_sent_repeatedly()
    {
        var (app, tenant) = await console.Studio();
        var groups = new { company = tenant, project = "p" };
        object[] calls =
        [
            new object[]
            {
                "capture",
                new
                {
                    distinctId = "anna",
                    @event = " class booked ",
                    properties = new { room = 3 },
                    groups,
                    uuid = Guid.CreateVersion7(),
                },
            },
            new object[]
            {
                "capture",
                new
                {
                    distinctId = "anna",
                    @event = "$pageview",
                    groups,
                    uuid = Guid.CreateVersion7(),
                },
            },
        ];

        var first = await Send(app, calls);
        var again = await Send(app, calls);

        (first.Count, again.Count).ShouldBe((0, 0)); // The package logs only errors.
        (await Stored(tenant)).ShouldBe([new("activity", "anna", null), new("class booked", "anna", """{"room": 3}""")]);
    }

    [Fact]
    public async Task Identify_and_group_calls_count_as_activity_if_they_have_a_tenant()
    {
        await using var alone = await TestConsole.Start();
        var app = await TestApplication.Connect(alone);
        var tenant = await app.Tenant("acme");
        object[] calls =
        [
            new object[] { "identify", new { distinctId = "anna", properties = new { email = "anna@example.org" } } },
            new object[] { "alias", new { distinctId = "anna", alias = "before" } },
            new object[]
            {
                "groupIdentify",
                new
                {
                    groupType = "company",
                    groupKey = "acme",
                    properties = new { name = "Acme" },
                },
            },
            new object[] { "groupIdentify", new { groupType = "project", groupKey = "p" } },
        ];

        await EventSenderScript.Send(
            "posthog.mjs",
            new
            {
                url = alone.Address,
                key = app.Key,
                calls,
            }
        );

        await using var work = await alone.Database.Read();
        (await work.List<Event>("select type, member, data::text as data from core.events")).ShouldBe([new("activity", null, null)]);
        (await work.One<long>("select count(*) from core.dead_letters")).ShouldBe(0);
        (await work.One<string>("select client from core.intake_counts")).ShouldBe("posthog-node/5.70.0");
    }

    [Fact]
    public async Task The_package_works_without_feature_flags()
    {
        var (app, tenant) = await console.Studio();
        var groups = new { company = tenant };

        var said = await Send(
            app,
            [
                new object[] { "isFeatureEnabled", "beta", "anna", new { groups } },
                new object[]
                {
                    "capture",
                    new
                    {
                        distinctId = "anna",
                        @event = "class booked",
                        groups,
                    },
                },
            ]
        );

        said.ShouldHaveSingleItem().GetProperty("error").GetString()!.ShouldContain("404");
        (await Stored(tenant)).Select(one => one.Type).ShouldContain("class booked");
    }

    [Fact]
    public async Task The_package_receives_errors_for_unknown_and_unauthorized_keys()
    {
        var modest = await TestApplication.Connect(console, scopes: ["tenant.read"]);
        object[] calls = [new object[] { "capture", new { distinctId = "anna", @event = "x" } }];

        var unknown = await EventSenderScript.Send(
            "posthog.mjs",
            new
            {
                url = console.Address,
                key = "phc_of_somebody_else",
                calls,
            }
        );
        var forbidden = await Send(modest, calls);

        unknown.ShouldContain(line => line.GetProperty("error").GetString()!.Contains("401"));
        forbidden.ShouldContain(line => line.GetProperty("error").GetString()!.Contains("403"));
    }

    [Theory]
    [InlineData(
        "/capture/",
        """{"api_key": "<key>", "uuid": "<id>", "event": "x", "distinct_id": 7, "properties": {"$groups": {"team": "<tenant>"}, "a": 1}}"""
    )]
    [InlineData(
        "/capture",
        """{"token": "<key>", "uuid": "<id>", "event": "x", "properties": {"$groups": {"company": "<tenant>"}, "distinct_id": 7, "a": 1}}"""
    )]
    [InlineData(
        "/i/v0/e/",
        """[{"uuid": "<id>", "event": "x", "properties": {"token": "<key>", "$groups": {"company": "<tenant>"}, "distinct_id": "7", "a": 1}}]"""
    )]
    [InlineData(
        "/batch",
        """{"api_key": "<key>", "batch": [{"uuid": "<id>", "event": "x", "distinct_id": "7", "properties": {"$groups": {"company": "<tenant>"}, "a": 1}}]}"""
    )]
    public async Task Other_request_formats_are_read(string path, string body)
    {
        var (app, tenant) = await console.Studio();
        var said = new StringBuilder(body).Replace("<key>", app.Key).Replace("<id>", tenant).Replace("<tenant>", tenant).ToString();

        var (status, answer) = await Post(path, said);

        status.ShouldBe(200, answer);
        answer.ShouldBe("""{"status":1}""");
        (await Stored(tenant)).ShouldBe([new("x", "7", """{"a": 1}""")]);
    }

    [Theory]
    [InlineData("""{"uuid": "1", "event": "x", "properties": {"$groups": {"team": "a", "project": "b"}}}""", "missing_subject")]
    [InlineData("""{"event": "x", "properties": {"$groups": {"company": "a"}}}""", "missing_attribute")]
    [InlineData("""{"uuid": "1", "event": "x", "timestamp": "soon", "properties": {"$groups": {"company": "a"}}}""", "bad_time")]
    [InlineData("""{"uuid": "1", "event": "x", "properties": {"a": [[[[[[[[[[[[[1]]]]]]]]]]]]]}}""", "too_deep")]
    public async Task A_rejected_event_is_stored_and_the_request_succeeds(string said, string reason)
    {
        await using var alone = await TestConsole.Start();
        var app = await TestApplication.Connect(alone, scopes: ["event.report"]);
        using var body = new StringContent($$"""{"api_key": "{{app.Key}}", "batch": [{{said}}]}""", Encoding.UTF8, "application/json");

        using var answer = await alone.Client.PostAsync("/batch/", body);

        ((int)answer.StatusCode).ShouldBe(200);
        await using var work = await alone.Database.Read();
        (await work.One<string>("select reason from core.dead_letters")).ShouldBe(reason);
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("[]", 401)]
    [InlineData("7", 401)]
    [InlineData("{\"api_key\": \"\\ud800\"}", 401)]
    [InlineData("{\"\\ud800\": 1, \"api_key\": \"x\"}", 400)]
    [InlineData("{\"api_key\": \"oc_live_wrong\", \"batch\": []}", 401)]
    public async Task A_request_without_a_valid_key_is_refused(string body, int status)
    {
        var (answered, answer) = await Post("/batch/", body);

        answered.ShouldBe(status, answer);
    }

    [Fact]
    public async Task A_request_above_the_size_limit_is_refused()
    {
        var app = await TestApplication.Connect(console, scopes: ["event.report"]);

        var (status, answer) = await Post("/batch/", $$"""{"api_key": "{{app.Key}}", "batch": ["{{new string('x', 1 << 20)}}"]}""");
        var (many, _) = await Post("/batch/", $$"""{"api_key": "{{app.Key}}", "batch": [{{string.Join(',', Enumerable.Repeat(1, 1001))}}]}""");

        (status, many).ShouldBe((413, 413));
        answer.ShouldContain("too_large");
    }

    [Fact]
    public async Task Unannounced_gzip_is_unpacked_up_to_the_size_limit()
    {
        var app = await TestApplication.Connect(console, scopes: ["event.report"]);
        var plain = $$"""{"api_key": "{{app.Key}}", "batch": []}""";

        var taken = await PostGzipped(plain);
        var bomb = await PostGzipped(plain + new string(' ', 50 << 20));
        var (broken, _) = await Post("/e/", [0x1F, 0x8B, .. "and nothing of gzip"u8]);

        (taken.Status, bomb.Status, broken).ShouldBe((200, 413, 400));
    }

    [Fact]
    public async Task A_session_does_not_replace_a_key()
    {
        await using var alone = await TestConsole.Start();
        var owner = await TestBrowser.Owner(alone);
        using var body = new StringContent("""{"batch": []}""", Encoding.UTF8, "application/json");

        var answer = await owner.PostRaw("/batch/", body, ("Accept", "text/html"), ("Sec-Fetch-Site", "same-origin"));

        ((int)answer.StatusCode).ShouldBe(401);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        owner.Page.ShouldContain("project token");
    }

    private Task<IReadOnlyList<JsonElement>> Send(TestApplication app, object[] calls) =>
        EventSenderScript.Send(
            "posthog.mjs",
            new
            {
                url = console.Address,
                key = app.Key,
                calls,
            }
        );

    /// <summary>Sends a gzipped body as posthog-js does.</summary>
    private async Task<(int Status, string Answer)> PostGzipped(string body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(body));
        return await Post("/e/", packed.ToArray(), "text/plain");
    }

    private Task<(int Status, string Answer)> Post(string path, string body) => Post(path, Encoding.UTF8.GetBytes(body));

    private async Task<(int Status, string Answer)> Post(string path, byte[] body, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new(type);
        request.Headers.ExpectContinue = body.Length > 1 << 20; // Without it, a refusal before the body is read breaks off the sending.
        using var answer = await console.Client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<IReadOnlyList<Event>> Stored(string tenant)
    {
        await using var work = await console.Database.Read();
        return await work.List<Event>(
            "select type, member, data::text as data from core.events where tenant_id = @tenant order by type collate \"C\"",
            new { tenant }
        );
    }

    private sealed record Event(string Type, string? Member, string? Data);
}
