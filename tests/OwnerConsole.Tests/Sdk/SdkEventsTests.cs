using System.Collections.Concurrent;
using OwnerConsole.Client;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Sdk;

public sealed class SdkEventsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Pending_events_are_sent_before_the_application_stops()
    {
        var (owner, tenant) = await console.Studio();
        var options = new OwnerConsoleOptions
        {
            Address = console.Address,
            Key = owner.Key,
            Application = ConnectedApp.Name,
            FlushAfter = TimeSpan.FromHours(1),
        };

        await using (var app = await ConnectedApp.Start(options))
            for (var number = 0; number < 1_200; number++)
                await app.Console.Report(new("class.booked", tenant) { Member = "anna", Data = new { Room = "red", number } });

        (await console.Stored(tenant)).ShouldBe(1_200);
    }

    [Fact]
    public async Task A_session_starts_and_ends()
    {
        var (owner, tenant) = await console.Studio();
        await using var app = await ConnectedApp.Start(console);

        await app.Console.StartSession(tenant, "anna", "s-1");
        await owner.Await($"/api/v1/tenants/{tenant}/present", present => present.GetProperty("data").GetArrayLength() == 1);
        await app.Console.EndSession(tenant, "anna", "s-1");

        await owner.Await($"/api/v1/tenants/{tenant}/present", present => present.GetProperty("data").GetArrayLength() == 0);
    }

    [Fact]
    public async Task A_rejected_event_is_reported_and_the_others_are_stored()
    {
        var (_, tenant) = await console.Studio();
        var rejected = new ConcurrentQueue<RejectedEvent>();

        await using (var app = await ConnectedApp.Start(console, hear => hear.OnRejected(rejected.Enqueue)))
        {
            await app.Console.Report(new("activity", tenant));
            await app.Console.Report(new("activity", "nobody") { Id = "lost-1" });
            await app.Console.Report(new("activity", tenant));
        }

        (await console.Stored(tenant)).ShouldBe(2);
        var one = rejected.ShouldHaveSingleItem();
        (one.Reason, one.Event.GetProperty("id").GetString()).ShouldBe(("unknown_tenant", "lost-1"));
    }

    [Fact]
    public async Task An_oversized_event_is_refused_and_does_not_block_others()
    {
        var (_, tenant) = await console.Studio();

        await using (var app = await ConnectedApp.Start(console))
        {
            await Should.ThrowAsync<ArgumentException>(() => app.Console.Report(new("activity", tenant) { Data = new { text = new string('a', 6_000_000) } }));
            await app.Console.Report(new("activity", tenant));
        }

        (await console.Stored(tenant)).ShouldBe(1);
    }

    [Fact]
    public async Task Events_sent_together_are_answered_individually()
    {
        var (_, tenant) = await console.Studio();
        await using var app = await ConnectedApp.Start(console);
        ReportedEvent[] some = [new("activity", tenant) { Id = "1" }, new("activity", "nobody") { Id = "2" }, new("activity", tenant) { Id = "1" }];

        var answer = await app.Console.Send(some);

        (answer.Accepted, answer.Duplicates).ShouldBe((1, 1));
        answer.Rejected.Select(item => (item.Index, item.Reason)).ShouldBe([(1, "unknown_tenant")]);
    }
}
