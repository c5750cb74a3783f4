using System.Diagnostics;

namespace OwnerConsole.Bench.Budgets;

/// <summary>Health and Services with a short and a long history, measured alternately.</summary>
internal static class MonitoringPages
{
    private const int ShortDays = 7,
        Warmups = 5;

    /// <summary>Each with a text that it shows.</summary>
    private static readonly (string Name, string Address, string Text)[] s_pages =
    [
        ("Health", "/ops/health", "Probe 001"),
        ("Services", "/ops/services", "service-1"),
    ];

    /// <param name="young">Gets 7 days of results.</param>
    /// <param name="old">Gets 90 days of results.</param>
    public static async Task<IReadOnlyList<Budget>> Measure(BenchConsole young, BenchConsole old, bool quick)
    {
        var (days, times) = quick ? (30, 5) : (90, 30);
        await Task.WhenAll(MonitoringHistory.Fill(young, ShortDays), MonitoringHistory.Fill(old, days));
        var budgets = new List<Budget>();
        using var shorter = young.Client();
        using var longer = old.Client();
        var (first, second) = ($"__Host-oc={await young.SignedIn()}", $"__Host-oc={await old.SignedIn()}");
        foreach (var (name, address, text) in s_pages)
        {
            var (few, many) = (new List<double>(), new List<double>());
            for (var time = -Warmups; time < times; time++)
            {
                var (before, after) = (await Time(shorter, first, address, text), await Time(longer, second, address, text));
                if (time < 0)
                    continue;
                few.Add(before);
                many.Add(after);
            }
            var ratio = Budget.Share([.. few.Zip(many, (before, after) => after / before)], 0.5);
            budgets.Add(new($"{name}, {days} days of results ÷ {ShortDays}", ratio, 1.3, "times"));
            budgets.Add(new($"{name}, {days} days of results, p95 of {times}", Budget.Share(many, 0.95), null, "ms"));
        }
        return budgets;
    }

    private static async Task<double> Time(HttpClient http, string cookie, string address, string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("Cookie", cookie);
        var began = Stopwatch.GetTimestamp();
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        var page = await answer.Content.ReadAsStringAsync();
        var duration = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return page.Contains(text, StringComparison.Ordinal) ? duration : throw new InvalidOperationException($"{address} doesn't show {text}.");
    }
}
