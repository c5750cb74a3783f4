using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace OwnerConsole.Fixtures;

/// <summary>Sends reports, operations and page requests one after the other while a console or its database stops, and repeats each until it is accepted.</summary>
internal sealed class BackgroundTraffic : IAsyncDisposable
{
    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentQueue<TrafficResponse> _answers = new();
    private Task[] _callers = [];

    /// <param name="At">Stopwatch timestamp.</param>
    /// <param name="Body">Body of a response that is not the console's own.</param>
    public sealed record TrafficResponse(string Asked, HttpStatusCode Status, TimeSpan? RetryAfter, long At, string Body);

    public IReadOnlyCollection<TrafficResponse> Answers => _answers;

    /// <summary>Successfully answered reports, which must never be lost.</summary>
    public ConcurrentBag<string> Acknowledged { get; } = [];

    /// <param name="apps">One connected application per caller.</param>
    /// <param name="person">A signed-in person who opens pages at the same time.</param>
    public static BackgroundTraffic Start(IEnumerable<HttpClient> apps, HttpClient person)
    {
        var traffic = new BackgroundTraffic();
        traffic._callers = [.. apps.Select((app, number) => Task.Run(() => traffic.Call(app, person, $"traffic-{number}")))];
        return traffic;
    }

    /// <summary>Completes when the console no longer responds.</summary>
    public Task Ended => Task.WhenAll(_callers).ContinueWith(_ => { }, TaskScheduler.Default);

    /// <summary>Waits until this number of further reports was accepted.</summary>
    public async Task WaitForMore(int more)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var until = Acknowledged.Count + more; Acknowledged.Count < until; )
            await Task.Delay(20, patience.Token);
    }

    /// <summary>Waits until every caller was served again, for every kind of request.</summary>
    /// <returns>The time this took from <paramref name="since"/>.</returns>
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
            var received = answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync();
            _answers.Enqueue(new($"{method} {address}", answer.StatusCode, answer.Headers.RetryAfter?.Delta, Stopwatch.GetTimestamp(), received));
            // When the response of an operation was lost, the repeated request reports that it was already accepted.
            isServed = answer.IsSuccessStatusCode || answer.StatusCode is HttpStatusCode.Conflict;
            await Task.Delay(isServed ? 15 : 50); // An API key can send 50 requests per second.
        }
    }
}
