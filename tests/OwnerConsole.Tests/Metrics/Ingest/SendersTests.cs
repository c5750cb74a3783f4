using System.Net;
using OwnerConsole.Fixtures;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Tests.Metrics.Ingest;

public sealed class SendersTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_sender_can_report_history_and_new_events_concurrently()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("studio-" + Guid.CreateVersion7());
        object Some() => EventReports.Event(tenant, "activity");
        Task<EventReports.ReportResponse> Many(string query) => app.Report(query, [.. Enumerable.Range(0, 200).Select(_ => Some())]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(place => Many(place % 2 == 0 ? "" : "?backfill=true")));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Accepted);
        await using var work = await console.Database.Read();
        (await work.One<long>("select count(*) from core.events where tenant_id = @tenant", new { tenant })).ShouldBe(24 * 200);
        (await work.One<long>("select sum(n)::bigint from core.intake_counts where outcome = 'accepted'")).ShouldBe(24 * 200);
    }

    [Fact]
    public async Task Events_refused_under_load_are_accepted_when_sent_again()
    {
        await using var own = new LargePoolConsole(); // requests of other tests would wait as well
        await own.InitializeAsync();
        var (app, tenant) = await own.Studio();
        object[][] parcels =
        [
            .. Enumerable
                .Range(0, 24)
                .Select(_ => Enumerable.Range(0, EventIntake.MaxEvents).Select(_ => (object)EventReports.Event(tenant, "activity")).ToArray()),
        ];
        Task<EventReports.ReportResponse>[] sent;
        await using (await TestCluster.Current.Hold(own.Options.Connections, "core.events", "exclusive"))
        {
            sent = parcels.Select(parcel => app.Report("", parcel)).ToArray();
            (await await Task.WhenAny(sent)).Status.ShouldBe(HttpStatusCode.TooManyRequests, "waiting requests are not answered yet");
        }
        var answers = await Task.WhenAll(sent);
        var refused = parcels.Zip(answers).Where(pair => pair.Second.Status is HttpStatusCode.TooManyRequests).ToList();
        var again = await Task.WhenAll(refused.Select(pair => app.Report("", pair.First)));

        refused.ShouldAllBe(pair => pair.Second.Body.GetProperty("code").GetString() == "too_many_events");
        again.ShouldAllBe(answer => answer.Accepted == EventIntake.MaxEvents && answer.Duplicates == 0);
        answers.Count(answer => answer.Status is HttpStatusCode.Accepted).ShouldBe(parcels.Length - refused.Count);
        (await own.Stored(tenant)).ShouldBe(parcels.Length * EventIntake.MaxEvents);
    }

    [Fact]
    public async Task A_new_generation_of_IDs_waits_for_open_requests_and_counts_events_once()
    {
        await using var own = new LargePoolConsole();
        await own.InitializeAsync();
        var (app, tenant) = await own.Studio();
        object[] some = [.. Enumerable.Range(0, 100).Select(_ => EventReports.Event(tenant, "activity"))];
        Task<EventReports.ReportResponse> sent;
        Task opened;
        await using (await TestCluster.Current.Hold(own.Options.Connections, "core.events", "exclusive"))
        {
            sent = app.Report("", some);
            await own.Until(IsWaitedFor("core.events"));
            opened = TestCluster.Current.Force(own.Options.Connections, "select core.create_event_partitions(retry_window => '0 days')");
            await own.Until(IsWaitedFor("core.event_ids"));
        }
        await opened;
        var again = await app.Report("", some);

        ((await sent).Accepted, again.Duplicates).ShouldBe((100, 100));
        (await own.Stored(tenant)).ShouldBe(100);
        await using var work = await own.Database.Read();
        (await work.One<int>("select max(generation) from core.event_generations")).ShouldBe(2);
    }

    private static string IsWaitedFor(string table) =>
        $"""
            select exists (select from pg_locks l join pg_database d on d.oid = l.database
                            where d.datname = current_database() and l.relation = '{table}'::regclass and not l.granted)
            """;
}
