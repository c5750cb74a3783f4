using System.Diagnostics;
using System.Net;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Metrics.Points;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Bench.Budgets;

/// <summary>Every page and every metric after 12 and after 36 months: a longer history must not make them slower.</summary>
internal static class HistoryBudgets
{
    private const int People = 3; // per tenant

    public static readonly BudgetCheck Grown = new(
        "B27",
        "history",
        "every page and metric with 2,000 tenants and a million events, after 12 and 36 months, alternately",
        async (console, quick) =>
        {
            var (tenants, events, few, many) = quick ? (1_000, 60_000, 1, 3) : (2_000, 1_000_000, 12, 36); // months
            await using var young = await BenchConsole.Start(console.Kept is { } kept ? kept + ".younger" : null);
            foreach (var (one, months) in new[] { (young, few), (console, many) })
                await Simulate(one, tenants, months, events / many);
            var times = quick ? 5 : 20;
            var pages = await Compare(await PageRequest(young), await PageRequest(console), PageCatalogue.Addresses, times);
            var metrics = await Compare(MetricQuery(young), MetricQuery(console), await MetricQueries(console), times);
            var longer = $"{many} months ÷ {few}";
            return [.. Budgets("page", longer, pages), .. Budgets("metric", longer, metrics)];
        }
    )
    {
        MayBeKept = true,
    };

    /// <summary>The durations of the same request on both consoles, measured alternately.</summary>
    /// <param name="Young">milliseconds, sorted</param>
    /// <param name="Old">milliseconds, sorted</param>
    private sealed record Comparison(string What, double[] Young, double[] Old)
    {
        public double Times => Young.Zip(Old, (young, old) => old / young).Order().ElementAt(Young.Length / 2);
    }

    private static async Task<IReadOnlyList<Comparison>> Compare<T>(Func<T, Task> young, Func<T, Task> old, IReadOnlyList<T> asked, int times)
    {
        var all = new List<Comparison>();
        for (var time = 0; time < 3; time++)
            foreach (var what in asked) // the first requests of a new process include compilation
                await Task.WhenAll(young(what), old(what));
        foreach (var what in asked)
        {
            var (shorter, later) = (new double[times], new double[times]);
            for (var time = -2; time < times; time++) // two to warm up
            {
                var (first, second) = (await Milliseconds(young, what), await Milliseconds(old, what));
                if (time >= 0)
                    (shorter[time], later[time]) = (first, second);
            }
            all.Add(new(what!.ToString()!, shorter, later));
            Console.WriteLine($"  {shorter.Order().ElementAt(times / 2), 8:N1} {later.Order().ElementAt(times / 2), 8:N1} ms  {what}");
        }
        return all;
    }

    private static async Task<double> Milliseconds<T>(Func<T, Task> ask, T what)
    {
        var began = Stopwatch.GetTimestamp();
        await ask(what);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static IEnumerable<Budget> Budgets(string what, string longer, IReadOnlyList<Comparison> all)
    {
        var slowest = all.MaxBy(comparison => Median(comparison.Old))!;
        var grown = all.Where(comparison => Median(comparison.Old) >= 20).MaxBy(comparison => comparison.Times) ?? slowest; // below that, noise of the machine dominates
        yield return new(
            $"{all.Count} {what}s in sequence, {longer}",
            all.Sum(comparison => Median(comparison.Old)) / all.Sum(comparison => Median(comparison.Young)),
            1.3,
            "times"
        );
        yield return new($"the {what} with the largest increase among those of at least 20 ms, {grown.What}", grown.Times, 1.3, "times");
        yield return new(
            $"the slowest {what} with the longer history, p95, {slowest.What}",
            slowest.Old.Order().ElementAt(slowest.Old.Length * 95 / 100),
            300,
            "ms"
        );
    }

    private static double Median(double[] times) => Budget.Share(times, 0.5);

    private static async Task<Func<string, Task>> PageRequest(BenchConsole console)
    {
        var cookie = $"__Host-oc={await console.SignedIn()}";
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = console.Address };
        var tenant = Tenant(1);
        var member = await console.One<string>($"select member_id from core.members where tenant_id = '{tenant}' order by member_id limit 1");
        return async address =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, PageCatalogue.At(address, tenant, member));
            request.Headers.Add("Cookie", cookie);
            using var answer = await http.SendAsync(request);
            await answer.Content.ReadAsByteArrayAsync();
            if (answer.StatusCode >= HttpStatusCode.InternalServerError || answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized)
                throw new InvalidOperationException($"{address} answered {(int)answer.StatusCode}");
        };
    }

    private static Func<QueryKey, Task> MetricQuery(BenchConsole console) =>
        asked =>
            console
                .Get<MetricExecutor>()
                .Execute(new([asked.Metric], new(Last: asked.Range), asked.Grain), Caller.System with { Mode = Mode.Live }, CancellationToken.None);

    /// <summary>A query as a page sends it: the last 90 days by day, or a year by month.</summary>
    private sealed record QueryKey(string Metric, string Range, Grain? Grain)
    {
        public override string ToString() => $"{Metric} of {Range}";
    }

    private static async Task<IReadOnlyList<QueryKey>> MetricQueries(BenchConsole console)
    {
        await using var work = await console.Database.Read();
        var all = new List<QueryKey>();
        foreach (var metric in await console.Get<MetricCatalogue>().All(work))
        foreach (var asked in new QueryKey[] { new(metric.Id, "90d", Grain.Day), new(metric.Id, "12m", Grain.Month), new(metric.Id, "1d", null) })
        {
            try
            {
                await MetricQuery(console)(asked);
                all.Add(asked);
            }
            catch (Problem refused) when (refused.Status is 400 or 422) { } // a range or grain that this metric does not support
        }
        return all;
    }

    /// <summary>
    /// Simulates a number of months: events of each day are projected by the product, plan changes over the months are processed, and closed days are
    /// counted.
    /// </summary>
    private static async Task Simulate(BenchConsole console, int tenants, int months, int eventsAMonth)
    {
        var began = Stopwatch.GetTimestamp();
        var folding = Scenarios.IngestScenarios.Folds(console);
        await folding.StopAsync(CancellationToken.None); // otherwise it would alternate with this one
        if (!await console.WasFilled(months * (eventsAMonth * 9L / 10)))
            await Report(console, tenants, months, eventsAMonth);
        Console.WriteLine($"  {months} months reported and projected after {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s");
        while (await console.Get<SessionBuckets>().Count(CancellationToken.None)) { }
        await folding.StartAsync(CancellationToken.None);
        await console.Do("analyze");
        var keeper = new PointBackfillWorker(console.Get<MetricCatalogue>(), console.Database, TimeProvider.System);
        while ((await keeper.Execute(new("bench", 0, null, keeper.Name, default, 0), CancellationToken.None)).RescheduleAfter is not null) { }
        await console.Do("vacuum analyze");
        Console.WriteLine($"  metrics computed after {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s");
    }

    private static async Task Report(BenchConsole console, int tenants, int months, int eventsAMonth)
    {
        await Scenarios.RevenueScenarios.Fill(console, tenants, months);
        await AddMembers(console, months);
        await Scenarios.IngestScenarios.Meter(console, isEnforced: false);
        var folder = console.Get<EventProjection>();
        for (var day = months * 365 / 12; day > 0; day--)
        {
            await ReportDay(console, tenants, day, eventsAMonth * 12 / 365);
            while (await folder.ProjectNext(CancellationToken.None)) { }
        }
    }

    /// <summary>Most events of a day belong to few tenants; a tenth are sessions, and two tenths are activity of a member.</summary>
    private static Task ReportDay(BenchConsole console, int tenants, int daysAgo, int many) =>
        console.Do(
            $$"""
            set app.intake = 'bench';
            insert into core.events (tenant_id, at, type, source, member, data)
            select 'tnt_' || lpad((1 + floor({{tenants}} * power(random(), 3)))::bigint::text, 26, '0'), now() - {{daysAgo}} * interval '1 day' + random() * interval '23 hours',
                   case n % 10 when 0 then 'session.recorded' when 1 then 'activity' when 2 then 'activity' else 'class.booked' end, '/bench',
                   case when n % 10 < 3 then 'm' || 1 + n % {{People}} end,
                   case when n % 10 = 0 then jsonb_build_object('session', 'd{{daysAgo}}-' || n, 'duration_seconds', 600 + n % 3000)
                        when n % 10 > 2 then '{"minutes": 1, "room": "red"}' end
              from generate_series(1, {{many}}) n
            """
        );

    private static Task AddMembers(BenchConsole console, int months) =>
        console.Do(
            $"""
            set app.intake = 'bench';
            update core.tenants set opened_at = now() - interval '{months} months' + (abs(hashtext(tenant_id)) % ({months} * 30 - 1)) * interval '1 day';
            insert into core.members (tenant_id, member_id, external_id, name, email, support_number, joined_at)
            select t.tenant_id, 'mbr_' || right(t.tenant_id, 24) || lpad(n::text, 2, '0'), 'm' || n, 'Somebody ' || n, n || '@' || right(t.tenant_id, 8) || '.example',
                   right(t.tenant_id, 8) || n, t.opened_at
              from core.tenants t cross join generate_series(1, {People}) n
            on conflict do nothing
            """
        );

    private static string Tenant(int number) => $"tnt_{number:D26}";
}
