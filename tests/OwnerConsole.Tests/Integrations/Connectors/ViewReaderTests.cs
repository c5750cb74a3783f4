using System.Text.Json;
using Npgsql;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Connectors;

/// <summary>Rows of the owner's views are imported once, including rows that are committed late.</summary>
[Slow(20, "Connectors")]
public sealed class ViewReaderTests
{
    [Fact]
    public async Task Tenants_members_and_events_are_read_from_the_documented_views()
    {
        await using var shop = await OwnerDatabase.Open();
        await shop.Execute("insert into accounts (id, name, billing_email, state, country, seats) values (7, 'Lumen', 'ada@lumen.example', 'trial', 'CH', 3)");
        await shop.Execute("insert into people (id, account_id, name, email) values (1, 7, 'Ada', 'ada@lumen.example')");
        await shop.Execute("insert into bookings (id, account_id, person_id, minutes) select n, 7, 1, 50 from generate_series(1, 2500) n"); // This fills three pages.
        await using var console = await TestConsole.Start();
        var owner = await TestApplication.Connect(console);

        await owner.Run("connector.configure", "tnt_platform", shop.Input());
        await Read(owner);

        var tenant = await owner.Get("/api/v1/tenants/ext:7");
        (tenant.GetProperty("name").GetString(), tenant.GetProperty("status").GetString()).ShouldBe(("Lumen", "trial"));
        tenant.GetProperty("attributes").GetProperty("country").GetString().ShouldBe("CH");
        (await owner.Get("/api/v1/tenants/ext:7/members")).GetProperty("data")[0].GetProperty("email").GetString().ShouldBe("ada@lumen.example");
        (await Events(console)).ShouldBe(2500);
        await using var work = await console.Database.Read();
        (await work.One<string>("select plan || quantity from core.plan_items")).ShouldBe("starter3");
    }

    [Fact]
    public async Task A_row_that_is_committed_late_is_read_after_newer_rows()
    {
        await using var shop = await OwnerDatabase.Open();
        await shop.Execute("insert into accounts (id, name) values (7, 'Lumen')");
        await using var late = await shop.Connect();
        await using var transaction = await late.BeginTransactionAsync();
        // The row is older than the overlap that is always read again, so it is found only because the reader waits for the open transaction.
        await using var insert = new NpgsqlCommand(
            "insert into bookings (id, account_id, created_at) values (1, 7, now() - interval '5 minutes')",
            late,
            transaction
        );
        await insert.ExecuteNonQueryAsync();
        await using var console = await TestConsole.Start();
        var owner = await TestApplication.Connect(console);
        await owner.Run("connector.configure", "tnt_platform", shop.Input());
        await Read(owner);

        await shop.Execute("insert into bookings (id, account_id) values (2, 7)");
        await ReadUntil(console, "select count(*) = 1 from core.events");
        await transaction.CommitAsync();
        await ReadUntil(console, "select count(*) = 2 from core.events");

        (await Events(console)).ShouldBe(2);
    }

    [Fact]
    public async Task A_complete_resync_counts_nothing_twice()
    {
        await using var shop = await OwnerDatabase.Open();
        await shop.Execute("insert into accounts (id, name) values (7, 'Lumen')");
        await shop.Execute("insert into bookings (id, account_id) select n, 7 from generate_series(1, 1200) n");
        await shop.Execute("update bookings set created_at = now() - interval '70 days' where id <= 200");
        await using var console = await TestConsole.Start();
        var owner = await TestApplication.Connect(console);
        await owner.Run("connector.configure", "tnt_platform", shop.Input());
        var before = (await Read(owner)).GetProperty("read_at").GetDateTimeOffset();
        await shop.Execute("alter table accounts disable trigger all; update accounts set name = 'Renamed', updated_at = updated_at - interval '3 days'");

        var run = await owner.Run("connector.resync", "tnt_platform");
        await owner.Await("/api/v1/connector", now => now.GetProperty("read_at") is { ValueKind: JsonValueKind.String } at && at.GetDateTimeOffset() > before);

        (await Events(console)).ShouldBe(1200);
        (await owner.Get("/api/v1/tenants/ext:7")).GetProperty("name").GetString().ShouldBe("Renamed");
        run.GetProperty("state").GetString().ShouldBe("done");
    }

    [Fact]
    public async Task A_console_stopped_during_a_read_loses_and_repeats_nothing()
    {
        await using var shop = await OwnerDatabase.Open();
        await shop.Execute("insert into accounts (id, name) select n, 'Studio ' || n from generate_series(1, 1100) n");
        await shop.Execute("insert into bookings (id, account_id) select n, 1 + n % 1100 from generate_series(1, 20000) n");
        await using var console = await TestConsole.Start();
        var owner = await TestApplication.Connect(console);

        await owner.Run("connector.configure", "tnt_platform", shop.Input());
        await console.Until("select count(*) > 0 from core.events");
        await DeletePositions(console); // Simulates a stop after importing rows and before storing the position.
        await ReadUntil(console, "select count(*) = 20000 from core.events");
        await Read(owner);
        await DeletePositions(console);
        await ReadUntil(console, "select count(*) = 3 and not bool_or(is_in_progress) from connectors.cursors");

        (await Events(console)).ShouldBe(20_000);
        await using var work = await console.Database.Read();
        (await work.One<long>("select count(*) from core.tenants where mode = 'live'")).ShouldBe(1100);
    }

    [Fact]
    public async Task An_invalid_row_is_listed_with_its_reason_and_the_others_are_imported()
    {
        await using var shop = await OwnerDatabase.Open();
        await shop.Execute("insert into accounts (id, name, country) values (7, 'Lumen', 'CH'), (8, 'Wrong', 'Switzerland')");
        await shop.Execute("insert into people (id, account_id, email) values (1, 7, 'ada@lumen.example'), (2, 9, 'bo@nobody.example')");
        await shop.Execute("insert into bookings (id, account_id) values (1, 7), (2, 9)");
        await using var console = await TestConsole.Start();
        var owner = await TestApplication.Connect(console);

        await owner.Run("connector.configure", "tnt_platform", shop.Input());
        var read = await Read(owner);
        await shop.Execute("update accounts set country = 'CH', updated_at = clock_timestamp() where id = 8");
        await ReadUntil(console, "select count(*) = 2 from core.tenants");

        var rejected = read.GetProperty("rejected").EnumerateArray().Select(row => $"{row.GetProperty("id")} {row.GetProperty("error")}").Order().ToList();
        rejected.ShouldBe(["2 tenant_external_id: owner_console_tenants has no row with this id.", "8 country: must be two uppercase letters, such as CH."]);
        var left = await owner.Await("/api/v1/connector", now => now.GetProperty("rejected").GetArrayLength() == 1);
        left.GetProperty("rejected")[0].GetProperty("id").GetString().ShouldBe("2");
        (await Events(console)).ShouldBe(1);
        await using var work = await console.Database.Read();
        (await work.One<string>("select reason from core.dead_letters")).ShouldBe("unknown_tenant");
    }

    [Fact]
    public async Task A_failure_is_shown_with_its_cause_and_reading_resumes_after_the_fix()
    {
        await using var shop = await OwnerDatabase.Open();
        await shop.Execute("insert into accounts (id, name) values (7, 'Lumen')");
        await using var console = await TestConsole.Start();
        var owner = await TestApplication.Connect(console);
        await owner.Run("connector.configure", "tnt_platform", shop.Input());
        await Read(owner);
        await shop.Execute("alter view owner_console_members rename to owner_console_people");

        await ReadUntil(console, "select attempts > 0 from connectors.states");
        var failing = await owner.Get("/api/v1/connector");
        await AgeFailure(console);
        var visitor = await TestBrowser.Owner(console);
        await visitor.Get("/overview");
        await shop.Execute("alter view owner_console_people rename to owner_console_members; insert into accounts (id, name) values (8, 'Acorn')");
        await ReadUntil(console, "select count(*) = 2 from core.tenants");

        failing.GetProperty("error").GetString()!.ShouldContain("can't find the view owner_console_members");
        visitor.Page.ShouldContain("find the view owner_console_members");
        var mended = await owner.Await("/api/v1/connector", now => now.GetProperty("attempts").GetInt32() == 0);
        mended.GetProperty("failing_since").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_paused_database_is_not_read_until_it_is_resumed()
    {
        await using var shop = await OwnerDatabase.Open();
        await shop.Execute("insert into accounts (id, name) values (7, 'Lumen')");
        await using var console = await TestConsole.Start();
        var owner = await TestApplication.Connect(console);
        await owner.Run("connector.configure", "tnt_platform", shop.Input());
        await Read(owner);

        await owner.Run("connector.pause", "tnt_platform");
        await shop.Execute("alter table accounts rename to gone"); // Sync now would fail.
        await shop.Execute("drop view owner_console_tenants");
        await Hurry(console);
        await console.Until("select due > now() from work.lanes where lane = 'every:connector.read'");
        var paused = await owner.Get("/api/v1/connector");
        await owner.Run("connector.resume", "tnt_platform");

        paused.GetProperty("attempts").GetInt32().ShouldBe(0);
        await owner.Await("/api/v1/connector", now => now.GetProperty("attempts").GetInt32() > 0);
    }

    private static Task<JsonElement> Read(TestApplication owner) =>
        owner.Await("/api/v1/connector", now => now.GetProperty("read_at").ValueKind is JsonValueKind.String);

    private static async Task<long> Events(TestConsole console)
    {
        await using var work = await console.Database.Read();
        return await work.One<long>("select count(*) from core.events");
    }

    /// <summary>Waits until the query is true and makes the next read due every moment instead of every ten seconds.</summary>
    private static async Task ReadUntil(TestConsole console, string sql)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (true)
        {
            await Hurry(console);
            await using (var work = await console.Database.Read())
                if (await work.One<bool>(sql))
                    return;
            await Task.Delay(100, patience.Token);
        }
    }

    private static Task Hurry(TestConsole console) =>
        Force(
            console,
            "update work.items set due = now() where kind = 'connector.read'; update work.lanes set due = now(), wakes = wakes + 1 where lane = 'every:connector.read'; select pg_notify('work', '')"
        );

    private static Task DeletePositions(TestConsole console) => Force(console, "delete from connectors.cursors");

    private static Task AgeFailure(TestConsole console) => Force(console, "update connectors.states set failing_since = failing_since - interval '20 minutes'");

    private static Task Force(TestConsole console, string sql) => TestCluster.Current.Force(console.Options.Connections, sql);
}
