using System.Globalization;
using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Tests.Live;

public sealed class StreamTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task What_happens_is_told_as_it_happens_and_who_comes_back_misses_nothing()
    {
        var app = await Application.Connect(console);
        var acme = await app.Tenant("stream-1", "Acme");
        long seen;
        await using (var first = await Following.Start(app))
        {
            await app.Post($"/api/v1/tenants/{acme}/suspend", new { cause = "billing" });
            var line = await first.Next(acme);
            seen = line.Pos;

            (line.Data.GetProperty("operation").GetString(), line.Data.GetProperty("event").GetString()).ShouldBe(("tenant.suspend", "tenant.suspended"));
            line.Data.GetProperty("text").GetString().ShouldBe("Acme is suspended (billing): 0 people lose access.");
            line.Data.GetProperty("pos").GetInt64().ShouldBe(seen);
        }
        await app.Post($"/api/v1/tenants/{acme}/reactivate", new { });
        await app.Post($"/api/v1/tenants/{acme}/suspend", new { });

        await using var second = await Following.Start(app, seen);
        var missed = new[] { await second.Next(acme), await second.Next(acme) };

        missed.Select(line => line.Data.GetProperty("operation").GetString()).ShouldBe(["tenant.reactivate", "tenant.suspend"]);
        missed[0].Pos.ShouldBeGreaterThan(seen);
    }

    [Fact]
    public async Task Nobody_is_told_of_what_they_may_not_see()
    {
        var live = await Application.Connect(console);
        var demo = await Application.Connect(console, Population.Demo);
        var (mine, other, shown) = (await live.Tenant("stream-2"), await live.Tenant("stream-3"), await demo.Tenant("stream-4"));
        var bound = await Application.Connect(console, onlyTenant: mine);
        var reader = await Application.Connect(console, scopes: ["tenant.read"]);

        await using var ofOne = await Following.Start(bound);
        await using var ofDemo = await Following.Start(demo);
        foreach (var (app, tenant) in new[] { (live, other), (live, mine), (demo, shown) })
            await app.Post($"/api/v1/tenants/{tenant}/suspend", new { });
        var (forbidden, _) = await reader.Send(HttpMethod.Get, "/api/v1/stream");

        (await ofOne.Next(mine)).Data.GetProperty("tenant").GetString().ShouldBe(mine);
        (await ofDemo.Next(shown)).Data.GetProperty("tenant").GetString().ShouldBe(shown);
        forbidden.ShouldBe(403);
    }

    [Fact]
    public async Task Who_missed_too_much_is_told_to_look_anew_and_hears_what_follows()
    {
        var app = await Application.Connect(console);
        await app.Put("/api/v1/tenants", new { data = Enumerable.Range(1, 500).Select(number => new { id = $"ext:crowd-{number}" }) });
        var acme = await app.Tenant("stream-5");
        await using var work = await console.Database.Read();
        while (await work.One<long>("select count(*) from core.log l left join core.log_order o on o.id = l.id where o.id is null") > 0)
            await Task.Yield();

        await using var behind = await Following.Start(app, 0);
        var first = await behind.NextOfAnyName();
        await app.Post($"/api/v1/tenants/{acme}/suspend", new { });
        var next = await behind.NextOfAnyName();

        first.Name.ShouldBe("resync");
        (next.Name, next.Data.GetProperty("tenant").GetString()).ShouldBe(("line", acme));
        next.Pos.ShouldBeGreaterThan(first.Pos);
    }

    [Fact]
    public async Task A_position_that_cannot_be_read_is_refused_in_words()
    {
        var app = await Application.Connect(console);

        var (status, answer) = await app.Send(HttpMethod.Get, "/api/v1/stream", headers: ("Last-Event-ID", "yesterday"));

        (status, answer.GetProperty("detail").GetString()).ShouldBe((400, "after: is a position of the log, as the stream told it."));
    }

    /// <summary>An application that reads the stream.</summary>
    private sealed class Following(HttpResponseMessage response, StreamReader reader) : IAsyncDisposable
    {
        public static async Task<Following> Start(Application app, long? after = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/stream");
            if (after is { } pos)
                request.Headers.TryAddWithoutValidation("Last-Event-ID", pos.ToString(CultureInfo.InvariantCulture));
            var response = await app.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream"); // an answer has one
            return new(response, new(await response.Content.ReadAsStreamAsync()));
        }

        public async Task<(string Name, long Pos, JsonElement Data)> NextOfAnyName()
        {
            var (name, pos) = ("", 0L);
            while (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    name = line["event: ".Length..];
                else if (line.StartsWith("id: ", StringComparison.Ordinal))
                    pos = long.Parse(line["id: ".Length..], CultureInfo.InvariantCulture);
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    return (name, pos, JsonSerializer.Deserialize<JsonElement>(line["data: ".Length..], Json.Options));
            }
            throw new InvalidOperationException("The stream has ended.");
        }

        /// <summary>The next decision about this tenant.</summary>
        public async Task<(string Name, long Pos, JsonElement Data)> Next(string tenant)
        {
            var next = await NextOfAnyName();
            while (next.Data.GetProperty("tenant").GetString() != tenant || next.Data.GetProperty("kind").GetString() != "run")
                next = await NextOfAnyName();
            return next;
        }

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
