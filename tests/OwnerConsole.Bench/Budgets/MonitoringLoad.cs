using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Bench.Loads;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Bench.Budgets;

/// <summary>
/// The program in a process of its own, so that its processor time doesn't include the load. It checks probes and receives spans, and errors that
/// alert rules wait for.
/// </summary>
internal static class MonitoringLoad
{
    /// <summary>
    /// With an interval of 10 seconds these are 1,020 checks a minute. They are inserted, because
    /// the operation allows 100 probes.
    /// </summary>
    private const int Probes = 170;

    private const int ChecksPerMinute = 1_000,
        SpansPerSecond = 2_000;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10),
        s_maxWait = TimeSpan.FromMinutes(1);

    public static async Task<IReadOnlyList<Budget>> Measure(BenchConsole console, bool quick)
    {
        var website = new ProbeStub();
        await using var web = await website.Start();
        var key = (await console.Keys(1))[0];
        await console.StopConsole(); // the program does its background work
        using var installed = new InstalledConsole();
        using var process = installed.Start(
            "serve",
            [.. InstalledConsole.ConnectionVariables(console.Connections, new byte[32]), ("OWNER_CONSOLE_PRIVATE_RECEIVERS", "allow")]
        );
        try
        {
            await installed.Ready(process);
            _ = process.StandardOutput.ReadToEndAsync(); // a full pipe would block the program
            _ = process.StandardError.ReadToEndAsync();
            using var http = new HttpClient { BaseAddress = installed.Address };
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);
            await StartProbes(console, website.Address);
            using var end = new CancellationTokenSource();
            var spans = new SpanLoad(http);
            var load = spans.Run(end.Token);
            List<Budget> budgets =
            [
                .. await Observe(console, process, website, spans, quick),
                .. await Fire(console, http, key, quick ? 5 : 50), // while the load continues
            ];
            await end.CancelAsync();
            await load;
            return budgets;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<IReadOnlyList<Budget>> Observe(BenchConsole console, Process program, ProbeStub website, SpanLoad spans, bool quick)
    {
        await using var connection = await console.Bare.OpenConnectionAsync();
        await Task.Delay(TimeSpan.FromSeconds(quick ? 15 : 20)); // until every probe was checked, and the runtime has compiled the most used code again
        var before = Look();
        await Task.Delay(TimeSpan.FromSeconds(quick ? 15 : 60));
        var after = Look();
        var seconds = Stopwatch.GetElapsedTime(before.At, after.At).TotalSeconds;
        var checks = website.Count(before.At, after.At) * 60 / seconds;
        var spansPerSecond = (after.Spans - before.Spans) / seconds;
        var lags = website.Lags(s_interval, before.At, after.At);
        return
        [
            new(
                "processor time of the console with 1,000 probes a minute and 2,000 spans a second, share of one core",
                100 * (after.Program - before.Program).TotalSeconds / seconds,
                25,
                "%"
            ),
            new("processor time of PostgreSQL at the same time, share of one core", 100 * (after.Postgres - before.Postgres).TotalSeconds / seconds, null, "%"),
            new("checks a minute", checks, null, ""),
            new($"checks missing of {ChecksPerMinute:N0} a minute", Math.Max(0, ChecksPerMinute - checks), ChecksPerMinute / 100, ""),
            new($"spans missing of {SpansPerSecond:N0} a second", Math.Max(0, SpansPerSecond - spansPerSecond), 0, ""),
            .. Shares("delay of a check after its interval", lags, null),
        ];

        Observation Look()
        {
            program.Refresh();
            return new(Stopwatch.GetTimestamp(), program.TotalProcessorTime, PostgresTime.Read(connection.ProcessID), spans.Accepted);
        }
    }

    /// <summary>Reports new errors, one after the other, each to a rule that was added just before.</summary>
    private static async Task<IEnumerable<Budget>> Fire(BenchConsole console, HttpClient http, string key, int times)
    {
        var durations = new List<double>();
        for (var number = 0; number <= times; number++)
        {
            var rule = $"alr_{number:D26}";
            await AddRule(console, rule);
            var began = Stopwatch.GetTimestamp();
            await Report(http, key, number);
            while (!await console.One<bool>($"select exists (select from alerts.alerts where rule_id = '{rule}' and phase = 'firing')"))
            {
                if (Stopwatch.GetElapsedTime(began) > s_maxWait)
                    throw new TimeoutException("The alert rule has not fired within a minute.");
                await Task.Delay(5);
            }
            if (number > 0) // the first one of a new process
                durations.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return Shares($"from the report of an error to the firing alert, {times} times during this load", durations, 10_000);
    }

    private static async Task Report(HttpClient http, string key, int number)
    {
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        using var content = new ByteArrayContent(
            Encoding.UTF8.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$$"""
                    {"sdk":{"name":"sentry.javascript.node"}}
                    {"type":"event"}
                    {"event_id":"{{{id}}}","exception":{"values":[{"type":"Load{{{number}}}Error","value":"It failed."}]}}
                    """
                )
            )
        );
        using var answer = await http.PostAsync(new Uri($"/api/1/envelope/?sentry_version=7&sentry_key={key}", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }

    /// <remarks>The lowest severity has no destination, so no notification is sent.</remarks>
    private static Task AddRule(BenchConsole console, string rule) =>
        console.Do(
            $$"""
            set app.intake = 'bench';
            insert into alerts.rules (tenant_id, rule_id, kind, name, severity, codes, period_seconds, for_seconds, keep_firing_seconds, message, opened_by, opened_at, measured_since)
            values ('tnt_platform', '{{rule}}', 'log_event', 'New error', 'low', '{error_new}', 300, 0, 0, 'A new error occurred.', 'bench', now(), now())
            """
        );

    /// <summary>Lets the program check the probes, spread over one interval.</summary>
    private static async Task StartProbes(BenchConsole console, Uri website)
    {
        await MonitoringHistory.AddProbes(console, MonitoringHistory.Probes + 1, Probes, website.ToString());
        await console.Do(
            $$"""
            set app.intake = 'bench';
            update probes.probes set target = '{{website}}' || right(probe_id, 3) where tenant_id = 'tnt_platform';
            insert into work.lanes (lane, due)
            select 'probe:' || p.probe_id, now() + row_number() over (order by p.probe_id) * interval '{{s_interval.TotalSeconds:0}} seconds' / {{Probes}}
              from probes.probes p;
            insert into work.items (lane, kind, body, due)
            select l.lane, 'probe.check', jsonb_build_object('probe', substr(l.lane, 7)), l.due from work.lanes l where l.lane like 'probe:%'
            """
        );
    }

    /// <returns>p50, p95 and p99.</returns>
    /// <param name="maximum">For p99; null for none.</param>
    private static IEnumerable<Budget> Shares(string says, IReadOnlyCollection<double> read, double? maximum)
    {
        yield return new($"{says}, p50", Budget.Share(read, 0.5), null, "ms");
        yield return new($"{says}, p95", Budget.Share(read, 0.95), null, "ms");
        yield return new($"{says}, p99", Budget.Share(read, 0.99), maximum, "ms");
    }

    /// <param name="At">Timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="Program">Processor time of the console.</param>
    /// <param name="Postgres">Processor time of PostgreSQL.</param>
    /// <param name="Spans">Number of accepted spans.</param>
    private sealed record Observation(long At, TimeSpan Program, TimeSpan Postgres, long Spans);
}
