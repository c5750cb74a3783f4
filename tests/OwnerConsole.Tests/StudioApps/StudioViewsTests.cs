using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Integrations.Connectors;

namespace OwnerConsole.Tests.StudioApps;

/// <summary>One studio and two consoles: one receives the SDK's reports, the other reads the studio's three views.</summary>
[Slow(10, "StudioApp", "Connectors")]
public sealed class StudioViewsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_console_reading_the_views_knows_the_same_as_one_receiving_reports()
    {
        var owner = await TestApplication.Connect(console);
        await using var studio = await StudioProcess.Start(console, owner);
        await using var reading = await TestConsole.Start();
        var reader = await TestApplication.Connect(reading);
        var id = await studio.Open();
        var booked = await studio.Book();
        await studio.Visitor.Post("/sign-out");
        await console.Until("select count(*) = 8 from core.members");
        await console.Until(
            $"select count(*) filter (where type = 'lesson.booked') = {booked} and count(*) filter (where type = 'session.ended') = 1 from core.events"
        );

        var reported = await studio.All<string>("select id from owner_console_events where id not like 'lesson-%'");
        await console.Until($"select count(*) = {reported.Count} from core.events");

        var input = await OwnerDatabase.Reader(studio.Database);
        var trial = await reader.Post("/api/v1/connector/test", input);
        await reader.Run("connector.configure", "tnt_platform", input);
        await reader.Await("/api/v1/connector", now => now.GetProperty("read_at").ValueKind is System.Text.Json.JsonValueKind.String);

        trial.GetProperty("is_good").GetBoolean().ShouldBeTrue(trial.GetRawText());
        trial.GetProperty("views").EnumerateArray().ShouldAllBe(view => view.GetProperty("ignored").GetArrayLength() == 0);
        (await Known(reading, Tenants)).ShouldBe(await Known(console, Tenants));
        (await Known(reading, Members)).ShouldBe(await Known(console, Members));
        var example = await studio.All<string>("select id from owner_console_events where id like 'lesson-%'"); // events of the sample data were never reported
        var (told, read) = (await Known(console, Events), await Known(reading, Events));
        told.Except(read).ShouldBeEmpty();
        read.Count.ShouldBe(told.Count + example.Count);
        told.Count.ShouldBeGreaterThan(booked);
        (await reader.Get($"/api/v1/tenants/ext:{id}")).GetProperty("name").GetString().ShouldBe("Lumen");
    }

    /// <summary>Excludes the owner: the SDK may have reported the studio just before it had an owner, and reports it again when that changes.</summary>
    private const string Tenants = """
        select concat_ws('|', t.external_id, t.name, t.contact_email, t.trial_ends_at, t.opened_at, s.lifecycle,
                         (select string_agg(plan || quantity, ',') from core.plan_items i where i.tenant_id = t.tenant_id and to_at is null))
          from core.tenants t join core.tenant_status s using (tenant_id) where t.mode = 'live' order by 1
        """;

    /// <summary>Excludes the last activity: it also comes from events, which are ingested a moment later.</summary>
    private const string Members = """
        select concat_ws('|', t.external_id, m.external_id, m.name, m.email, m.role, m.joined_at)
          from core.members m join core.tenants t using (tenant_id) where t.mode = 'live' order by 1
        """;

    /// <summary>Excludes the time: the SDK sets it a moment after the booking was written.</summary>
    private const string Events = """
        select concat_ws('|', e.type, e.source, e.member, e.data, row_number() over (partition by e.type, e.source, e.member, e.data order by e.at)) from core.events e order by 1
        """;

    private static async Task<IReadOnlyList<string>> Known(TestConsole console, string sql)
    {
        await using var work = await console.Database.Read();
        return await work.List<string>(sql);
    }
}
