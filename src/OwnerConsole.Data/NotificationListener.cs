using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace OwnerConsole.Data;

/// <summary>
/// Wakes waiting tasks: at once for commits of this node, and by PostgreSQL notifications for those of other nodes. Notifications can get lost, so
/// waiting tasks also poll occasionally.
/// </summary>
public sealed class NotificationListener : BackgroundService
{
    private static readonly TimeSpan BatchDelay = TimeSpan.FromMilliseconds(20);

    /// <summary>Channels on which commits of other nodes are noticed at once.</summary>
    private static readonly string[] s_channels = ["log_written", "log", "work", "counted", "declared", "stripe_connections", "status_pages"];

    private readonly Database _database;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _arrivedAt = new(StringComparer.Ordinal);
    private readonly Channel<string> _outgoing = Channel.CreateUnbounded<string>();

    public NotificationListener(Database database)
    {
        _database = database;
        database.Notifier.Subscribe(OnLocalNotification);
    }

    /// <summary>
    /// Returns the next notice of that channel. Request it before checking for work, so that a notice between the check and the wait is not missed.
    /// </summary>
    public Task Next(string channel) => _waiting.GetOrAdd(channel, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <returns>True if a notice arrived within that time.</returns>
    public bool ArrivedWithin(string channel, TimeSpan since) => _arrivedAt.TryGetValue(channel, out var at) && Stopwatch.GetElapsedTime(at) < since;

    /// <summary>Wakes waiting tasks of this process only.</summary>
    public void WakeLocal(string channel) => Wake(channel);

    /// <summary>Returns when the notice arrives, or after <paramref name="most"/>.</summary>
    public static async Task Wait(Task notice, TimeSpan most, CancellationToken stop)
    {
        try
        {
            await notice.WaitAsync(most, stop);
        }
        catch (TimeoutException)
        {
            // On a timeout the caller checks by itself.
        }
    }

    public override void Dispose()
    {
        _database.Notifier.Subscribe(null);
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stop) => Task.WhenAll(Always(Listen, stop), Always(Publish, stop));

    /// <summary>Errors are not reported, because waiting tasks poll in the meantime.</summary>
    private static Task Always(Func<CancellationToken, Task> work, CancellationToken stop) =>
        Loop.RunForever(() => work(stop), TimeSpan.FromSeconds(1), _ => { }, stop);

    private void OnLocalNotification(string channel)
    {
        Wake(channel);
        _outgoing.Writer.TryWrite(channel);
    }

    private async Task Listen(CancellationToken stop)
    {
        await using var way = CreateDataSource("notices");
        await using var connection = await way.OpenConnectionAsync(stop);
        connection.Notification += (_, notice) => Wake(notice.Channel);
        await using (var listen = new NpgsqlCommand(string.Join("; ", s_channels.Select(channel => $"listen {channel}")), connection))
            await listen.ExecuteNonQueryAsync(stop);
        while (true)
            await connection.WaitAsync(stop);
    }

    /// <summary>Several commits within a moment cause one notification.</summary>
    private async Task Publish(CancellationToken stop)
    {
        await using var way = CreateDataSource("calls");
        await using var connection = await way.OpenConnectionAsync(stop);
        await using var tell = new NpgsqlCommand("select pg_notify(channel, '') from unnest($1) channel", connection);
        var channels = tell.Parameters.Add(new() { Value = Array.Empty<string>() });
        while (await _outgoing.Reader.WaitToReadAsync(stop))
        {
            var some = new HashSet<string>(StringComparer.Ordinal);
            while (_outgoing.Reader.TryRead(out var channel))
                some.Add(channel);
            channels.Value = some.ToArray();
            await tell.ExecuteNonQueryAsync(stop);
            await Task.Delay(BatchDelay, stop);
        }
    }

    private NpgsqlDataSource CreateDataSource(string name) => Connections.CreateUnpooled(_database.Connections.Direct ?? _database.Connections.Console, name);

    private void Wake(string channel)
    {
        _arrivedAt[channel] = Stopwatch.GetTimestamp();
        if (_waiting.TryRemove(channel, out var waiting))
            waiting.TrySetResult();
    }
}
