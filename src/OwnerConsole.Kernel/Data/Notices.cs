using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace OwnerConsole.Kernel.Data;

/// <summary>Hears PostgreSQL's notifications on one connection, so that waiting work starts at once; who waits also looks by itself now and then, as a notice can get lost.</summary>
public sealed class Notices(Database database) : BackgroundService
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    /// <summary>The next notice of that channel from now on. Taken before one looks, so that what comes between the look and the wait is heard.</summary>
    public Task Next(string channel) => _waiting.GetOrAdd(channel, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Returns when that notice has come, or after <paramref name="most"/>.</summary>
    public static async Task Wait(Task notice, TimeSpan most, CancellationToken stop)
    {
        try
        {
            await notice.WaitAsync(most, stop);
        }
        catch (TimeoutException)
        {
            // Nobody called: the caller looks by itself.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(
                    new NpgsqlConnectionStringBuilder(database.Connections.Console)
                    {
                        Pooling = false,
                        ApplicationName = "owner-console notices",
                    }.ConnectionString
                );
                await connection.OpenAsync(stop);
                connection.Notification += (_, notice) => Wake(notice.Channel);
                await using (var listen = new NpgsqlCommand("listen log_written; listen log; listen work", connection))
                    await listen.ExecuteNonQueryAsync(stop);
                while (true)
                    await connection.WaitAsync(stop);
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), stop); // who waits looks by itself meanwhile
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Wake(string channel)
    {
        if (_waiting.TryRemove(channel, out var waiting))
            waiting.TrySetResult();
    }
}
