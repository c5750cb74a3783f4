using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Ingest;

/// <summary>The unmodified npm package cloudevents.</summary>
public sealed class CloudEventsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Theory]
    [InlineData("binary")]
    [InlineData("structured")]
    [InlineData("batch")]
    public async Task Events_are_counted_once_in_every_mode_of_the_package(string mode)
    {
        var (app, tenant) = await console.Studio();
        var order = new
        {
            url = new Uri(console.Address, "/api/v1/events"),
            key = app.Key,
            mode,
            events = new[] { Event(tenant, "1"), Event(tenant, "2") },
        };

        var first = await EventSenderScript.Send("cloudevents.mjs", order);
        var again = await EventSenderScript.Send("cloudevents.mjs", order);

        first.Sum(answer => answer.GetProperty("accepted").GetInt32()).ShouldBe(2);
        again.Sum(answer => answer.GetProperty("duplicates").GetInt32()).ShouldBe(2);
        (await console.Stored(tenant)).ShouldBe(2);
        await using var work = await console.Database.Read();
        (await work.One<string>("select min(member) || min(data ->> 'room') from core.events where tenant_id = @tenant", new { tenant })).ShouldBe(
            "Zoë 1% \"x\"rød"
        );
    }

    // Contains non-ASCII and percent-encoded text: in binary mode the package writes it into headers unchanged.
    private static object Event(string tenant, string id) =>
        new
        {
            id,
            source = "/studio-app",
            type = "class.booked",
            subject = tenant,
            member = "Zoë 1% \"x\"",
            data = new { room = "rød" },
        };
}
