using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Bench.Loads;

/// <summary>A website with a path for each probe, which records when it was called.</summary>
internal sealed class ProbeStub
{
    private readonly ConcurrentQueue<(string Path, long At)> _calls = new();

    public Uri Address { get; } = new($"http://127.0.0.1:{InstalledConsole.FreePort()}");

    /// <returns>The running server, to be disposed of.</returns>
    public async Task<IAsyncDisposable> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(Address.GetLeftPart(UriPartial.Authority));
        builder.Logging.ClearProviders();
        var web = builder.Build();
        web.Run(Answer);
        await web.StartAsync();
        return web;
    }

    /// <returns>Number of calls in a period.</returns>
    public int Count(long from, long until) => _calls.Count(call => call.At >= from && call.At < until);

    /// <returns>For each call in a period, the milliseconds by which it came later than the interval after the previous call of its path.</returns>
    public IReadOnlyList<double> Lags(TimeSpan interval, long from, long until) =>
        [
            .. _calls
                .GroupBy(call => call.Path, call => call.At, StringComparer.Ordinal)
                .Select(path => path.Order().ToList())
                .SelectMany(times => times.Zip(times.Skip(1)))
                .Where(pair => pair.Second >= from && pair.Second < until)
                .Select(pair => Math.Max(0, (Stopwatch.GetElapsedTime(pair.First, pair.Second) - interval).TotalMilliseconds)),
        ];

    private Task Answer(HttpContext context)
    {
        _calls.Enqueue((context.Request.Path.Value!, Stopwatch.GetTimestamp())); // a request always has a path
        return context.Response.WriteAsync("OK");
    }
}
