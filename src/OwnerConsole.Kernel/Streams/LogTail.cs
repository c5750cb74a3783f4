using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Loops;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Streams;

/// <summary>Reads new log lines once for all followers and caches the most recent. Idle while there are no followers.</summary>
public sealed class LogTail(Database database, Notices notices, ILogger<LogTail> log) : BackgroundService
{
    private const int Kept = 500;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _joined = new(0);
    private volatile Recent _now = Recent.Unknown();
    private int _followers;

    /// <summary>Current end of the log; its <see cref="Recent.Passed"/> completes when there are newer lines.</summary>
    public Recent Now => _now;

    /// <returns>Must be disposed to stop following.</returns>
    public IDisposable Join()
    {
        if (Interlocked.Increment(ref _followers) == 1)
            _joined.Release();
        return new Place(this);
    }

    public override void Dispose()
    {
        _joined.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.Always(
            async () =>
            {
                var ordered = notices.Next("log");
                if (Volatile.Read(ref _followers) == 0)
                {
                    Move(Recent.Unknown()); // later followers must not take it for the end of the log
                    await _joined.WaitAsync(stop);
                }
                else if (!await Read(stop))
                    await Notices.Wait(ordered, Beat, stop);
            },
            Beat,
            error =>
            {
                log.LogWarning(error, "The end of the log can't be read. Each stream reads from the database instead.");
                Move(Recent.Unknown());
            },
            stop
        );

    /// <returns>True when there were new lines.</returns>
    private async Task<bool> Read(CancellationToken stop)
    {
        var was = _now;
        await using var work = await database.Read(stop);
        if (was.IsUnknown)
        {
            var head = await StreamRows.Head(work);
            Move(new(head, head, []));
            return true;
        }
        var lines = await StreamRows.After(was.Pos, Kept, population: null, onlyTenant: null, work);
        if (lines.Count == 0)
            return false;
        var names = await SentenceReader.For(lines.Select(line => line.Says), work);
        Named[] all = [.. was.Lines, .. lines.Select(line => new Named(line, names))];
        var kept = all[^Math.Min(Kept, all.Length)..];
        Move(new(kept.Length < all.Length ? all[^(kept.Length + 1)].Line.Pos : was.From, lines[^1].Pos, kept));
        return true;
    }

    private void Move(Recent next)
    {
        var was = _now;
        _now = next;
        was.Pass();
    }

    private sealed class Place(LogTail tail) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                Interlocked.Decrement(ref tail._followers);
        }
    }
}
