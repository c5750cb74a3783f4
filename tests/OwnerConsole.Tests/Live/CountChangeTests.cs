using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Streams;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Tests.Live;

/// <summary>Projected events write no log entry, but live pages are notified of them.</summary>
public sealed class CountChangeTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Only_streams_subscribed_to_counts_are_notified_of_new_counts()
    {
        var (app, tenant) = await console.Studio();
        await console.WaitForLogSubscribers();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var stream = console.Services.GetRequiredService<LogStream>();
        var head = await stream.Head(stop.Token);
        await using var pages = stream
            .Follow(Caller.System, head, TimeSpan.FromSeconds(20), [StatusCounts.CountedChannel], stop.Token)
            .GetAsyncEnumerator(stop.Token);
        await using var keys = stream.Follow(Caller.System, head, TimeSpan.FromSeconds(1), [], stop.Token).GetAsyncEnumerator(stop.Token);
        await pages.MoveNextAsync();
        await keys.MoveNextAsync();
        var next = pages.MoveNextAsync();

        await app.Report(EventReports.Event(tenant, "activity", data: new { }));

        (await next).ShouldBeTrue();
        while (pages.Current.Notified.Count == 0)
            (await pages.MoveNextAsync()).ShouldBeTrue(); // The end of the log can be reported first.
        pages.Current.Lines.ShouldBeEmpty();
        await keys.MoveNextAsync();
        keys.Current.Notified.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_a_stream_opened_just_after_new_counts_is_notified_of_them()
    {
        var (app, tenant) = await console.Studio();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var stream = console.Services.GetRequiredService<LogStream>();
        var head = await stream.Head(stop.Token);
        await using (var pages = Follow())
        {
            await pages.MoveNextAsync();
            await app.Report(EventReports.Event(tenant, "activity", data: new { }));
            do await pages.MoveNextAsync();
            while (pages.Current.Notified.Count == 0);
        }

        await using var soon = Follow();
        await soon.MoveNextAsync();
        while (console.Services.GetRequiredService<NotificationListener>().ArrivedWithin(StatusCounts.CountedChannel, TimeSpan.FromSeconds(6)))
            await Task.Delay(100, stop.Token);
        await using var late = Follow();
        await late.MoveNextAsync();

        (soon.Current.Notified.Count > 0, late.Current.Notified.Count > 0).ShouldBe((true, false));

        IAsyncEnumerator<StreamBatch> Follow() =>
            stream.Follow(Caller.System, head, TimeSpan.FromSeconds(1), [StatusCounts.CountedChannel], stop.Token).GetAsyncEnumerator(stop.Token);
    }
}
