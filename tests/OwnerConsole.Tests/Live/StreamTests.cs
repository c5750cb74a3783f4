using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Live;

public sealed class StreamTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Events_are_streamed_live_and_a_reconnecting_client_misses_none()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("stream-1", "Acme");
        long seen;
        await using (var first = await StreamClient.Start(app))
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

        await using var second = await StreamClient.Start(app, seen);
        var missed = new[] { await second.Next(acme), await second.Next(acme) };

        missed.Select(line => line.Data.GetProperty("operation").GetString()).ShouldBe(["tenant.reactivate", "tenant.suspend"]);
        missed[0].Pos.ShouldBeGreaterThan(seen);
    }

    [Fact]
    public async Task A_stream_contains_only_events_that_its_key_can_read()
    {
        var live = await TestApplication.Connect(console);
        var demo = await TestApplication.Connect(console, Mode.Test);
        var (mine, other, shown) = (await live.Tenant("stream-2"), await live.Tenant("stream-3"), await demo.Tenant("stream-4"));
        var bound = await TestApplication.Connect(console, onlyTenant: mine);
        var reader = await TestApplication.Connect(console, scopes: ["tenant.read"]);

        await using var ofOne = await StreamClient.Start(bound);
        await using var ofDemo = await StreamClient.Start(demo);
        foreach (var (app, tenant) in new[] { (live, other), (live, mine), (demo, shown) })
            await app.Post($"/api/v1/tenants/{tenant}/suspend", new { });
        var (forbidden, _) = await reader.Send(HttpMethod.Get, "/api/v1/stream");

        (await ofOne.Next(mine)).Data.GetProperty("tenant").GetString().ShouldBe(mine);
        (await ofDemo.Next(shown)).Data.GetProperty("tenant").GetString().ShouldBe(shown);
        forbidden.ShouldBe(403);
    }

    [Fact]
    public async Task A_client_that_is_too_far_behind_is_told_to_resync_and_continues()
    {
        var app = await TestApplication.Connect(console);
        await app.Put("/api/v1/tenants", new { data = Enumerable.Range(1, 500).Select(number => new { id = $"ext:crowd-{number}" }) });
        var acme = await app.Tenant("stream-5");
        await using var work = await console.Database.Read();
        while (await work.One<long>("select count(*) from core.log l left join core.log_order o on o.id = l.id where o.id is null") > 0)
            await Task.Yield();

        await using var behind = await StreamClient.Start(app, 0);
        var first = await behind.NextOfAnyName();
        await app.Post($"/api/v1/tenants/{acme}/suspend", new { });
        var next = await behind.NextOfAnyName();

        first.Name.ShouldBe("resync");
        (next.Name, next.Data.GetProperty("tenant").GetString()).ShouldBe(("line", acme));
        next.Pos.ShouldBeGreaterThan(first.Pos);
    }

    [Fact]
    public async Task An_invalid_position_is_refused_with_a_reason()
    {
        var app = await TestApplication.Connect(console);

        var (status, answer) = await app.Send(HttpMethod.Get, "/api/v1/stream", headers: ("Last-Event-ID", "yesterday"));

        (status, answer.GetProperty("detail").GetString()).ShouldBe((400, "after: must be a log position from the stream."));
    }

    [Fact]
    public async Task A_stream_without_events_sends_heartbeats()
    {
        await using var calm = await TestConsole.Start(options => options with { StreamHeartbeat = TimeSpan.FromMilliseconds(100) });
        await using var stream = await StreamClient.Start(await TestApplication.Connect(calm));

        var lines = new List<string?>();
        while (lines.Count(line => line?.StartsWith(':') == true) < 2)
            lines.Add(await stream.Line());

        lines.ShouldNotContain(line => line == null || line.StartsWith("event:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_revoked_key_receives_no_further_events()
    {
        await using var busy = await TestConsole.Start(options => options with { StreamHeartbeat = TimeSpan.FromMilliseconds(100) });
        var app = await TestApplication.Connect(busy);
        var reader = await TestApplication.Connect(busy);
        var tenant = await app.Tenant("stream-6");
        await using var stream = await StreamClient.Start(reader);
        using var enough = new CancellationTokenSource();
        var happening = ChangeUntilCancelled(app, tenant, enough.Token);
        await stream.Next(tenant);

        await app.Run("api_key.revoke", await LastKey(busy));
        while (await stream.Line() is not null)
            continue; // Events sent before the revocation.

        await enough.CancelAsync();
        await happening;
    }

    [Theory]
    [InlineData("sign-out")]
    [InlineData("team_member.end_sessions")]
    [InlineData("team_member.set_role")]
    [InlineData("role.hide_fields")]
    public async Task A_stream_ends_when_its_reader_signs_out_or_their_access_changes(string change)
    {
        await using var own = await TestConsole.Start(options => options with { StreamHeartbeat = TimeSpan.FromMilliseconds(100) });
        var app = await TestApplication.Connect(own);
        await TestBrowser.Owner(own); // someone else keeps all permissions
        var reader = await TestBrowser.Join(own, "read_only");
        var person = (await app.Get("/api/v1/team-members")).GetProperty("data").EnumerateArray().Single(each => each.GetProperty("name").GetString() == "Bea");
        await using var stream = await StreamClient.Start(own.Client, reader.Cookies);
        await reader.Get("/settings/account");

        await (
            change switch
            {
                "sign-out" => reader.Post("/sign-out"),
                "team_member.end_sessions" => (Task)app.Run(change, person.GetProperty("id").GetString()!),
                "team_member.set_role" => app.Run(change, person.GetProperty("id").GetString()!, new { role = "support" }),
                _ => app.Run(change, "rol_read_only", new { hides = new[] { "contact" } }),
            }
        );

        await stream.Ends();
    }

    [Fact]
    public async Task An_unreadable_log_entry_stops_neither_the_console_nor_later_events()
    {
        await using var own = await TestConsole.Start();
        var app = await TestApplication.Connect(own);
        var tenant = await app.Tenant("stream-7");
        await using var before = await StreamClient.Start(app);
        await app.Post($"/api/v1/tenants/{tenant}/suspend", new { });
        await before.Next(tenant); // The stream is open.

        await TestCluster.Current.Force(
            own.Options.Connections,
            "insert into core.log (at, tenant_id, kind, actor, outcome, sentence, leaf) values (now(), 'tnt_platform', 'system', 'system', 'done', 'no sentence', '\\x00')"
        );
        await own.WaitForLogSubscribers();
        await before.Ends();
        await using var after = await StreamClient.Start(app);
        await app.Post($"/api/v1/tenants/{tenant}/reactivate", new { });

        (await after.Next(tenant)).Data.GetProperty("operation").GetString().ShouldBe("tenant.reactivate");
    }

    private static async Task ChangeUntilCancelled(TestApplication app, string tenant, CancellationToken enough)
    {
        for (var suspends = true; !enough.IsCancellationRequested; suspends = !suspends)
        {
            await app.Post($"/api/v1/tenants/{tenant}/{(suspends ? "suspend" : "reactivate")}", new { });
            await Task.Delay(30, CancellationToken.None); // An API key can send 50 requests per second.
        }
    }

    private static async Task<string> LastKey(TestConsole console)
    {
        await using var work = await console.Database.ReadTenants([]);
        return (await work.One<string>("select id from auth.api_keys order by created_at desc limit 1"))!;
    }
}
