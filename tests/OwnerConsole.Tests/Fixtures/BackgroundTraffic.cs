using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace OwnerConsole.Fixtures;

/// <summary>What goes on in a console while it or its database ends: reports, decisions and pages, one after the other, each told again until it is taken.</summary>
internal sealed class BackgroundTraffic : IAsyncDisposable
{
    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentQueue<TrafficResponse> _answers = new();
    private Task[] _callers = [];

    /// <param name="At">a reading of the stopwatch</param>
    /// <param name="Says">of an answer that is none of ours</param>
    public sealed record TrafficResponse(string Asked, HttpStatusCode Status, TimeSpan? RetryAfter, long At, string Says);

    public IReadOnlyCollection<TrafficResponse> Answers => _answers;

    /// <summary>Reports that were answered with success: what may never be lost.</summary>
    public ConcurrentBag<string> Acknowledged { get; } = [];

    /// <param name="apps">each a connected application</param>
    /// <param name="person">looks at pages meanwhile</param>
    public static BackgroundTraffic Start(IEnumerable<HttpClient> apps, HttpClient person)
    {
        var traffic = new BackgroundTraffic();
        traffic._callers = [.. apps.Select((app, number) => Task.Run(() => traffic.Call(app, person, $"traffic-{number}")))];
        return traffic;
    }

    /// <summary>Ends when the console answers nobody any more.</summary>
    public Task Ended => Task.WhenAll(_callers).ContinueWith(_ => { }, TaskScheduler.Default);

    /// <summary>Until so many more reports were taken.</summary>
    public async Task WaitForMore(int more)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var until = Acknowledged.Count + more; Acknowledged.Count < until; )
            await Task.Delay(20, patience.Token);
    }

    /// <summary>Until every caller was served again, for whatever it asks.</summary>
    /// <returns>how long that took from <paramref name="since"/></returns>
    public async Task<TimeSpan> Served(long since)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var failed = _answers.Where(answer => answer.At > since && answer.Status >= HttpStatusCode.InternalServerError).ToList();
            var last = failed.Count == 0 ? since : failed.Max(answer => answer.At);
            if (_answers.Count(answer => answer.At > last && answer.Status < HttpStatusCode.BadRequest) > 4 * _callers.Length && failed.Count > 0)
                return Stopwatch.GetElapsedTime(since, last);
            await Task.Delay(20, patience.Token);
        }
    }

    public async Task End()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_callers);
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_callers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _enough.Dispose();
    }

    private async Task Call(HttpClient app, HttpClient person, string name)
    {
        for (var number = 0; !_enough.IsCancellationRequested; number++)
        {
            var tenant = $"{name}-{number.ToString(CultureInfo.InvariantCulture)}";
            await SendUntilAnswered(app, HttpMethod.Put, $"/api/v1/tenants/ext:{tenant}", """{"name":"Traffic"}""");
            Acknowledged.Add(tenant);
            await SendUntilAnswered(app, HttpMethod.Post, $"/api/v1/tenants/ext:{tenant}/suspend", "{}");
            await SendUntilAnswered(app, HttpMethod.Get, "/api/v1/tenants?limit=5");
            await SendUntilAnswered(person, HttpMethod.Get, "/tenants");
        }
    }

    private async Task SendUntilAnswered(HttpClient http, HttpMethod method, string address, string? body = null)
    {
        for (var isServed = false; !isServed; )
        {
            using var request = new HttpRequestMessage(method, address);
            if (body is not null)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await http.SendAsync(request);
            var says = answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync();
            _answers.Enqueue(new($"{method} {address}", answer.StatusCode, answer.Headers.RetryAfter?.Delta, Stopwatch.GetTimestamp(), says));
            // A decision whose answer was lost is told that it was taken before.
            isServed = answer.IsSuccessStatusCode || answer.StatusCode is HttpStatusCode.Conflict;
            await Task.Delay(isServed ? 15 : 50); // a key may ask fifty times a second
        }
    }
}
