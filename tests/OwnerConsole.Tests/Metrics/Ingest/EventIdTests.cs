using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Tests.Metrics.Ingest;

/// <summary>Stored identities of events.</summary>
public sealed class EventIdTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test
    private TestApplication _app = null!;
    private string _tenant = null!;

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        (_app, _tenant) = await _console.Studio();
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Time_ordered_event_IDs_are_stored_in_their_order()
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();

        await _app.Report(EventReports.Event(_tenant, "class.booked", id: id), EventReports.Event(_tenant, "class.booked", id: "booking-17"));

        var milliseconds = id[..13];
        (await One($"select count(*) from core.event_ids where left(id::text, 13) = '{milliseconds}'")).ShouldBe(1);
        (await One("select count(*) from core.event_ids")).ShouldBe(2);
    }

    private async Task<long> One(string sql)
    {
        await using var super = await TestCluster.Current.OpenAsSuper(_console.Options.Connections);
        await using var command = new NpgsqlCommand(sql, super);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
