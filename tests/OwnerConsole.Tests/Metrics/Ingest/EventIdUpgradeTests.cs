using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Tests.Metrics.Ingest;

/// <summary>The previous release stored event keys differently; an event accepted by either release is counted once.</summary>
public sealed class EventIdUpgradeTests : IAsyncLifetime
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
    public async Task Keys_of_the_previous_release_are_recognized_within_their_generation()
    {
        var (reported, imported) = (EventReports.Event(_tenant, "class.booked"), EventReports.Event(_tenant, "class.booked"));
        await Before(reported, generation: 1);
        await Before(imported, generation: 0);
        await Upgraded("-1 minute");

        var again = await _app.Report(reported, imported);
        var history = await _app.Report("?backfill=true", [reported, imported]);
        var fresh = await _app.Report(EventReports.Event(_tenant, "class.booked"));

        (again.Accepted, again.Duplicates, history.Duplicates, fresh.Accepted).ShouldBe((0, 2, 2, 1));
        (await Keys()).ShouldBe(2, "no console of the previous release needs new keys");
    }

    [Fact]
    public async Task While_the_previous_release_may_run_it_recognizes_events_accepted_by_this_one()
    {
        var (reported, imported) = (EventReports.Event(_tenant, "class.booked"), EventReports.Event(_tenant, "class.booked"));
        await Upgraded("1 minute");

        var first = await _app.Report(reported, reported);
        await _app.Report("?backfill=true", [imported]);
        var again = await _app.Report(reported, imported);

        (first.Accepted, again.Accepted).ShouldBe((1, 0));
        (await Keys($"key = '{KeyOf(reported)}' and generation = 1")).ShouldBe(1);
        (await Keys($"key = '{KeyOf(imported)}' and generation = 0")).ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_previous_release_no_old_keys_are_stored()
    {
        await _console.Services.GetRequiredService<EventUpkeep>().Prepare(CancellationToken.None);

        await _app.Report(EventReports.Event(_tenant, "class.booked"));

        (await Keys()).ShouldBe(0);
    }

    [Fact]
    public async Task Time_ordered_event_IDs_are_stored_in_their_order()
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();

        await _app.Report(EventReports.Event(_tenant, "class.booked", id: id), EventReports.Event(_tenant, "class.booked", id: "booking-17"));

        var milliseconds = id[..13];
        (await One($"select count(*) from core.event_ids where left(id::text, 13) = '{milliseconds}'")).ShouldBe(1);
        (await One("select count(*) from core.event_ids")).ShouldBe(2);
    }

    /// <summary>Computes the key as the previous release did: 128 bits of source and id.</summary>
    private static Guid KeyOf(Dictionary<string, object?> said) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{((string)said["source"]!).Length}:{said["source"]}{said["id"]}")).AsSpan(0, 16));

    private Task Before(Dictionary<string, object?> said, int generation) =>
        Do($"insert into core.event_keys (tenant_id, key, generation) values ('{_tenant}', '{KeyOf(said)}', {generation})");

    /// <summary>Prepares the database as the migration leaves it after an upgrade from the previous release.</summary>
    private async Task Upgraded(string keyedFor)
    {
        await Do($"update core.event_generations set keyed_until = now() + interval '{keyedFor}'");
        await _console.Services.GetRequiredService<EventUpkeep>().Prepare(CancellationToken.None);
    }

    private Task<long> Keys(string those = "true") => One($"select count(*) from core.event_keys where {those}");

    private async Task<long> One(string sql)
    {
        await using var super = await TestCluster.Current.OpenAsSuper(_console.Options.Connections);
        await using var command = new NpgsqlCommand(sql, super);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private Task Do(string sql) => TestCluster.Current.Force(_console.Options.Connections, sql);
}
