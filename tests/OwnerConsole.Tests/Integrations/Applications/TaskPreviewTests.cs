using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Applications;

/// <summary>A preview includes what the application would do, before the run starts.</summary>
public sealed class TaskPreviewTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test

    private TestApplication _app = null!; // connected before each test

    private WebhookReceiver _receiver = null!; // connected before each test

    private string _endpoint = "";

    public async ValueTask InitializeAsync()
    {
        _app = await TestApplication.Connect(_console = await TestConsole.Start());
        await _app.Declare(s_foretold);
        _receiver = await WebhookReceiver.Start();
        _endpoint = await _receiver.Connect(_app);
        await _app.Run("webhook_endpoint.change", _endpoint, new { events = new[] { "task.*" } });
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _console.DisposeAsync();
    }

    [Fact]
    public async Task The_preview_and_its_hash_include_the_response_of_the_application()
    {
        await _app.Tenant("acme", "Acme");

        var (first, asked) = await CreatePreview(Says("Two buckets are read.", 10, 12), "ext:acme");
        var (second, _) = await CreatePreview(Says("Nine buckets are read.", 10, 19), "ext:acme");
        var kept = await _app.Get($"/api/v1/previews/{Text(first, "id")}");

        var task = asked[0].Data.GetProperty("task");
        (asked[0].Verified, Text(task, "action"), Text(task, "kind"), Text(task, "run")).ShouldBe(
            (true, "preview", DeclaredApplications.Name, Text(first, "id"))
        );
        task.GetProperty("input").GetRawText().ShouldBe("""{"bucket":"files"}""");
        var said = first.GetProperty("application");
        (said.GetProperty("requested").GetInt32(), said.GetProperty("answered").GetInt32()).ShouldBe((1, 1));
        Text(said.GetProperty("subjects")[0], "state").ShouldBe("done");
        said.GetProperty("subjects")[0].GetProperty("sentences")[0].GetString().ShouldBe("Two buckets are read.");
        kept.GetProperty("application").GetRawText().ShouldBe(said.GetRawText());
        Text(first, "hash").ShouldNotBe(Text(second, "hash"));
        await ShouldCountNone("select count(*) from core.tasks");
        await ShouldCountNone("select count(*) from core.runs r join core.previews p using (preview_id) where p.operation like 'tenant.recount%'");
    }

    [Fact]
    public async Task Subjects_that_the_application_would_refuse_are_skipped_by_the_run()
    {
        await _app.Tenant("acme", "Acme");
        await _app.Tenant("zebra", "Zebra");

        var (preview, _) = await CreatePreview(
            task =>
                External(task) == "acme" ? ("fail", new { code = "bucket_gone", message = "Its bucket is gone." }) : Says("Two buckets are read.", 1, 2)(task),
            "ext:acme",
            "ext:zebra"
        );
        var run = await _app.Post("/api/v1/runs", new { preview = Text(preview, "id") });
        var executed = (await _receiver.Next()).Data.GetProperty("task");

        preview.GetProperty("accepted").GetInt32().ShouldBe(1);
        var refused = preview.GetProperty("subjects").EnumerateArray().Single(element => element.GetProperty("refusal").ValueKind is JsonValueKind.String);
        (Text(refused, "refusal"), Text(refused, "text")).ShouldBe(("application_refuses", "The application refused this for Acme."));
        preview
            .GetProperty("application")
            .GetProperty("subjects")
            .EnumerateArray()
            .Select(element => Text(element, "state"))
            .ShouldBe(["failed", "done"], ignoreOrder: true);
        (Text(executed, "action"), External(executed)).ShouldBe(("execute", "zebra"));
        run.GetProperty("subjects").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Numbers_of_many_subjects_are_summed_over_the_first_twenty()
    {
        var all = new List<string>();
        for (var number = 0; number < 23; number++)
            all.Add(await _app.Tenant($"many-{number:00}"));

        var (preview, asked) = await CreatePreview(Says("Read.", 10, 12), [.. all]);

        asked.Count.ShouldBe(20);
        preview.GetProperty("accepted").GetInt32().ShouldBe(23);
        preview.GetProperty("application").GetProperty("sum").GetRawText().ShouldBe("""[{"field":"Buckets","before":200,"after":240}]""");
    }

    [Fact]
    [Slow(6, "Applications")]
    public async Task Without_a_timely_response_the_preview_shows_only_the_console_part()
    {
        var tenant = await _app.Tenant("acme", "Acme");
        var owner = await TestBrowser.Owner(_console);

        await owner.Get($"/operations/new?operation={DeclaredApplications.Name}&subject={tenant}&bucket=files&back=/tenants");
        var late = await _app.Say((await _receiver.Next()).Data.GetProperty("task"), "complete", new { });

        owner.Page.ShouldContain("Your application did not respond within 10 seconds. The preview shows only the console");
        owner.Page.ShouldContain("The application runs");
        (late.Status, Text(late.Body, "code")).ShouldBe((409, "task_over"));
    }

    [Fact]
    public async Task A_preview_does_not_wait_for_an_unreachable_application()
    {
        await _app.Tenant("acme", "Acme");
        await _receiver.DisposeAsync();

        var preview = await Post("ext:acme");
        _receiver = await WebhookReceiver.Start();

        preview.GetProperty("accepted").GetInt32().ShouldBe(1);
        Text(preview.GetProperty("application").GetProperty("subjects")[0], "state").ShouldBe("expired");
    }

    [Fact]
    public async Task An_application_that_polls_for_tasks_receives_preview_requests()
    {
        await _app.Tenant("acme", "Acme");
        await _app.Run("webhook_endpoint.change", _endpoint, new { events = new[] { "tenant.*" } });

        var asking = Post("ext:acme");
        IReadOnlyList<JsonElement> claimed = [];
        while (claimed.Count == 0)
            claimed = await _app.Claim();
        await _app.Say(claimed[0], "complete", new { note = "One bucket." });
        var preview = await asking;

        Text(claimed[0], "action").ShouldBe("preview");
        preview.GetProperty("application").GetProperty("subjects")[0].GetProperty("sentences")[0].GetString().ShouldBe("One bucket.");
    }

    [Fact]
    public async Task A_preview_request_accepts_only_its_own_token_and_the_first_response()
    {
        await _app.Tenant("acme", "Acme");
        var asking = Post("ext:acme");
        var task = (await _receiver.Next()).Data.GetProperty("task");

        var stranger = await _app.Say(JsonSerializer.Deserialize<JsonElement>($$"""{"id":"{{Text(task, "id")}}","token":"oct_0"}"""), "complete", new { });
        var unshown = await _app.Say(task, "complete", new { result = new { sentences = new[] { "two\nlines" } } });
        var first = await _app.Say(task, "complete", new { note = "One." });
        var second = await _app.Say(task, "complete", new { note = "Two." });
        var preview = await asking;

        (stranger.Status, unshown.Status, first.Status, second.Status).ShouldBe((401, 400, 200, 200));
        preview.GetProperty("application").GetProperty("subjects")[0].GetProperty("sentences").GetRawText().ShouldBe("""["One."]""");
    }

    private static readonly object s_foretold = new Dictionary<string, object?>(
        JsonSerializer
            .SerializeToElement(DeclaredApplications.Recount)
            .EnumerateObject()
            .Select(jsonProperty => KeyValuePair.Create(jsonProperty.Name, (object?)jsonProperty.Value))
    )
    {
        ["preview"] = true,
    };

    private static Func<JsonElement, (string, object)> Says(string sentence, int before, int after) =>
        _ =>
            (
                "complete",
                new
                {
                    result = new
                    {
                        sentences = new[] { sentence },
                        effects = new[]
                        {
                            new
                            {
                                field = "Buckets",
                                before,
                                after,
                            },
                        },
                    },
                }
            );

    /// <summary>Creates a preview while the application receives and answers the requests.</summary>
    private async Task<(JsonElement Preview, IReadOnlyList<WebhookReceiver.ReceivedEvent> Asked)> CreatePreview(
        Func<JsonElement, (string Word, object Body)> answer,
        params string[] subjects
    )
    {
        var asking = Post(subjects);
        var asked = new List<WebhookReceiver.ReceivedEvent>();
        while (asked.Count < Math.Min(subjects.Length, 20))
        {
            var told = await _receiver.Next();
            asked.Add(told);
            var task = told.Data.GetProperty("task");
            var (word, body) = answer(task);
            (await _app.Say(task, word, body)).Status.ShouldBe(200);
        }
        return (await asking, asked);
    }

    private Task<JsonElement> Post(params string[] subjects) =>
        _app.Post(
            "/api/v1/previews",
            new
            {
                operation = DeclaredApplications.Name,
                subjects,
                input = DeclaredApplications.Input,
            }
        );

    private async Task ShouldCountNone(string count)
    {
        await using var work = await _console.Database.Read();
        (await work.One<long>(count)).ShouldBe(0);
    }

    private static string External(JsonElement task) => Text(task.GetProperty("subject"), "external_id");

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!; // Each of these values is a string.
}
