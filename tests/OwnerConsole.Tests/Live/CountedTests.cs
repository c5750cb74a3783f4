using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Streams;

namespace OwnerConsole.Tests.Live;

/// <summary>What is counted leaves no line in the log; whoever shows it live is told all the same.</summary>
public sealed class CountedTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_follower_hears_when_more_was_counted_and_who_did_not_ask_does_not()
    {
        var (app, tenant) = await console.Studio();
        await console.Heard();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var stream = console.Services.GetRequiredService<LogStream>();
        await using var pages = stream.Follow(Caller.System, null, TimeSpan.FromSeconds(20), Folder.Counted, stop.Token).GetAsyncEnumerator(stop.Token);
        await using var keys = stream.Follow(Caller.System, null, TimeSpan.FromSeconds(1), null, stop.Token).GetAsyncEnumerator(stop.Token);
        await pages.MoveNextAsync();
        await keys.MoveNextAsync();
        var next = pages.MoveNextAsync();

        await app.Report(Reports.Event(tenant, "activity", data: new { }));

        (await next).ShouldBeTrue();
        while (!pages.Current.Rang)
            (await pages.MoveNextAsync()).ShouldBeTrue(); // the end of the log may be heard before it
        pages.Current.Lines.ShouldBeEmpty();
        await keys.MoveNextAsync();
        keys.Current.Rang.ShouldBeFalse();
    }
}
