using System.Net;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Data;

/// <summary>When the disk is nearly full (fault 5), the console is read-only until space is freed.</summary>
[Slow(8, "Data")]
public sealed class DiskSpaceGuardTests : IAsyncLifetime
{
    private const long Limit = 8 << 20;

    private SmallDisk _disk = null!; // mounted before each test
    private TestConsole _console = null!; // started before each test

    public async ValueTask InitializeAsync()
    {
        _disk = await SmallDisk.Mount(64);
        _console = await TestConsole.Start(options =>
            options with
            {
                Volume = new(_disk.Path)
                {
                    StopBelow = 0,
                    StopBelowBytes = Limit,
                    WarnBelow = 0.25,
                },
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        _disk.Dispose();
    }

    [Fact]
    public async Task With_little_space_the_console_is_read_only_and_recovers_automatically()
    {
        var app = await TestApplication.Connect(_console);
        var owner = await TestBrowser.Owner(_console);
        var acme = await app.Tenant("acme");
        await UntilPageContains(owner, "<main");

        _disk.Leave(12 << 20);
        await UntilPageContains(owner, "The disk is nearly full");
        await app.Tenant("still-taken-in");
        await UntilHealthIs("degraded", app);
        _disk.Leave(4 << 20);
        await UntilPageContains(owner, "Read-only: the disk is full");
        await UntilHealthIs("down", app);
        var parts = (await app.Get("/api/v1/health")).GetProperty("parts").EnumerateArray();
        var since = parts.Single(part => part.GetProperty("key").GetString() == "disk").GetProperty("since").GetString();
        var report = await Put(app, "/api/v1/tenants/ext:new");
        var members = await Put(app, $"/api/v1/tenants/{acme}/members", """{"data":[{"id":"ext:m1"}]}""");
        var operation = await app.Http.PostAsync($"/api/v1/tenants/{acme}/suspend", null);
        var dialog = await owner.Get("/tenants", ("HX-Request-Type", "partial"));
        var again = owner.NewBrowser();
        await again.SignIn(again.NextCode());
        var status = await app.Status(acme);
        _disk.MakeRoom();
        await UntilNotFull(app);
        await UntilHealthIs("up", app);
        await app.Post($"/api/v1/tenants/{acme}/suspend", new { });

        foreach (var refused in new[] { report, members, operation })
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
            refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            (await refused.Content.ReadAsStringAsync()).ShouldContain("\"disk_full\"");
        }
        dialog.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Get("/tenants")).StatusCode.ShouldBe(HttpStatusCode.OK);
        status.ShouldBe("active");
        since.ShouldNotBeNull();
        (await app.Status(acme)).ShouldBe("suspended");
    }

    [Fact]
    public async Task The_platform_can_be_stopped_and_queued_work_waits_for_space()
    {
        var app = await TestApplication.Connect(_console);
        _disk.Leave(4 << 20);
        await UntilFull(app);

        await using (var work = await _console.Database.Write(WriteOrigin.Intake("test"), []))
        {
            await work.Enqueue("test", "test.none", new { });
            work.WakeWorkers();
            await work.Commit();
        }
        await app.Run("platform.stop", "tnt_platform");
        await app.Run("platform.release", "tnt_platform", new { reason = "room is made" });
        for (var beat = 0; beat < 15; beat++) // longer than the polling interval of workers
            await Task.Delay(100);
        var before = await Attempts();
        _disk.MakeRoom();
        await UntilNotFull(app);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await Attempts() == 0)
            await Task.Delay(100, patience.Token);

        before.ShouldBe(0);
    }

    [Fact]
    public async Task A_disk_full_error_of_a_remote_database_makes_the_console_read_only()
    {
        var app = await TestApplication.Connect(_console);
        var acme = await app.Tenant("acme");
        await using var super = await TestCluster.Current.OpenAsSuper(_console.Options.Connections);
        await Execute(
            super,
            """
            create function public.no_room() returns trigger language plpgsql as $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
            create trigger no_room before insert or update on core.tenants for each statement execute function public.no_room();
            """
        );

        var first = await Put(app, "/api/v1/tenants/ext:new");
        await Execute(super, "drop trigger no_room on core.tenants");
        var second = await Put(app, "/api/v1/tenants/ext:new");
        var read = await app.Status(acme);
        await UntilNotFull(app);

        first.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await first.Content.ReadAsStringAsync()).ShouldContain("\"disk_full\"");
        second.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable); // the database is not tried again immediately
        read.ShouldBe("active");
    }

    private async Task<int> Attempts()
    {
        await using var work = await _console.Database.Read();
        return await work.One<int>("select attempts from work.items where kind = 'test.none'");
    }

    private static Task UntilPageContains(TestBrowser visitor, string words) =>
        Poll.Until(
            async () =>
            {
                await visitor.Get("/tenants");
                return visitor.Page.Contains(words, StringComparison.Ordinal);
            },
            milliseconds: 100,
            condition: words
        );

    /// <summary>Waits until the card of the disk on Health has this state.</summary>
    private static Task UntilHealthIs(string state, TestApplication app) =>
        app.Await(
            "/api/v1/health",
            health =>
                health
                    .GetProperty("parts")
                    .EnumerateArray()
                    .Any(part => part.GetProperty("key").GetString() == "disk" && part.GetProperty("state").GetString() == state)
        );

    private static Task UntilFull(TestApplication app) => Until(app, isFull: true);

    private static Task UntilNotFull(TestApplication app) => Until(app, isFull: false);

    private static Task Until(TestApplication app, bool isFull) =>
        Poll.Until(
            async () => (await Put(app, "/api/v1/tenants/ext:probe")).StatusCode is HttpStatusCode.ServiceUnavailable == isFull,
            milliseconds: 100,
            condition: $"is full: {isFull}"
        );

    private static Task<HttpResponseMessage> Put(TestApplication app, string address, string body = """{"name":"Probe"}""") =>
        app.Http.PutAsync(address, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
