using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Streams;

/// <summary>Reads new log entries once for all followers and caches the most recent. Idle while there are no followers.</summary>
public sealed class LogTail(Database database, NotificationListener notices, ILogger<LogTail> log) : BackgroundService
{
    private const int MaxLines = 500;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _followerJoined = new(0);
    private volatile RecentLines _current = RecentLines.Unknown();
    private int _followers;

    /// <summary>Current end of the log; its <see cref="RecentLines.Superseded"/> completes when there are newer lines.</summary>
    public RecentLines Current => _current;

    /// <returns>Must be disposed to stop following.</returns>
    public IDisposable Join()
    {
        if (Interlocked.Increment(ref _followers) == 1)
            _followerJoined.Release();
        return new Subscription(this);
    }

    public override void Dispose()
    {
        _followerJoined.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.RunForever(
            async () =>
            {
                var ordered = notices.Next("log");
                if (Volatile.Read(ref _followers) == 0)
                {
                    Move(RecentLines.Unknown()); // later followers must not take it for the end of the log
                    await _followerJoined.WaitAsync(stop);
                }
                else if (!await Read(stop))
                    await NotificationListener.Wait(ordered, PollInterval, stop);
            },
            PollInterval,
            error =>
            {
                log.LogWarning(error, "The end of the log can't be read. Each stream reads from the database instead.");
                Move(RecentLines.Unknown());
            },
            stop
        );

    /// <returns>True when there were new lines.</returns>
    private async Task<bool> Read(CancellationToken stop)
    {
        var was = _current;
        await using var work = await database.Read(stop);
        if (was.IsUnknown)
        {
            var head = await StreamRows.Head(work);
            Move(new(head, head, []));
            return true;
        }
        var lines = await StreamRows.After(was.Pos, MaxLines, mode: null, onlyTenant: null, work);
        if (lines.Count == 0)
            return false;
        var names = await SentenceRenderer.For(lines.Select(line => line.ParsedSentence), work);
        NamedLine[] all = [.. was.Lines, .. lines.Select(line => new NamedLine(line, names))];
        var kept = all[^Math.Min(MaxLines, all.Length)..];
        Move(new(kept.Length < all.Length ? all[^(kept.Length + 1)].Line.Pos : was.From, lines[^1].Pos, kept));
        return true;
    }

    private void Move(RecentLines next)
    {
        var was = _current;
        _current = next;
        was.Supersede();
    }

    private sealed class Subscription(LogTail tail) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
                Interlocked.Decrement(ref tail._followers);
        }
    }
}
