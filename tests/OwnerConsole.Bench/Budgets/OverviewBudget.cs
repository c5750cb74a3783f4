using System.Diagnostics;
using OwnerConsole.Bench.Loads;
using OwnerConsole.Bench.Scenarios;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Bench.Budgets;

/// <summary>Measures the owner's first page while events are ingested and counted.</summary>
internal static class OverviewBudget
{
    private const int Tenants = 200,
        EventsPerSecond = 585,
        DaysBefore = 30,
        EventsPerDay = 5_000;

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    public static readonly BudgetCheck Overview = new(
        "overview",
        "overview",
        $"the overview with {Tenants} tenants while {EventsPerSecond} events a second are ingested",
        async (console, quick) =>
        {
            await console.Fill(Tenants);
            await Fill(console);
            using var end = new CancellationTokenSource();
            var load = ActivityLoad.Ingest(console, EventsPerSecond, Tenants, end.Token);
            using var http = console.Client();
            var secret = await console.SignedIn();
            var first = await Time(http, secret, "/overview");
            for (var read = 0; read < 10; read++)
                await Time(http, secret, "/tenants"); // compiled before it is compared
            await Task.Delay(TimeSpan.FromSeconds(quick ? 5 : 30));
            var (overview, directory) = (new List<double>(), new List<double>());
            while (overview.Count < (quick ? 20 : 120))
            {
                overview.Add(await Time(http, secret, "/overview"));
                directory.Add(await Time(http, secret, "/tenants"));
                await Task.Delay(s_interval);
            }
            await end.CancelAsync();
            var sent = await load;
            return
            [
                new($"the overview, p50 of {overview.Count}", Budget.Share(overview, 0.5), null, "ms"),
                new($"the overview, p95 of {overview.Count}", Budget.Share(overview, 0.95), 100, "ms"),
                new("the first overview after the start", first, null, "ms"),
                new($"the directory for comparison, p95 of {directory.Count}", Budget.Share(directory, 0.95), null, "ms"),
                new("events ingested per second", sent, null, "events"),
            ];
        }
    );

    /// <summary>Members, and a history of activity and sessions.</summary>
    private static async Task Fill(BenchConsole console)
    {
        await console.Do(
            $"""
            set app.intake = 'bench';
            insert into core.members (tenant_id, member_id, external_id, name, support_number, joined_at)
            select 'tnt_' || lpad(t::text, 26, '0'), 'mbr_' || lpad(t::text, 24, '0') || lpad(n::text, 2, '0'), 'm' || n, 'Member ' || n, t || '-' || n, now() - interval '31 days'
              from generate_series(1, {Tenants}) t cross join generate_series(1, 10) n
            on conflict do nothing
            """
        );
        for (var day = DaysBefore; day > 0; day--)
        for (var part = 0; part < EventsPerDay; part += 1_000)
            await IngestScenarios.Ingest(console, ActivityLoad.Of(1_000, Tenants, TimeSpan.FromDays(day)));
        while (await console.Get<EventProjection>().ProjectNext(CancellationToken.None)) { }
        await console.Do("vacuum analyze");
    }

    private static async Task<double> Time(HttpClient http, string secret, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("Cookie", $"__Host-oc={secret}");
        var began = Stopwatch.GetTimestamp();
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
