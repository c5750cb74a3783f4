using System.Runtime.CompilerServices;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Streams;

/// <summary>Streams the log entries that a caller may see, in order, starting at a position.</summary>
public sealed class LogStream(Database database, LogTail tail, NotificationListener notices)
{
    /// <summary>Callers that are further behind are asked to reload instead of receiving every line.</summary>
    public const int MaxBehind = 500;

    /// <summary>Notification channel of this process for changed metrics of the overview.</summary>
    public const string OverviewChannel = "overview";

    private const int BatchSize = 100;

    /// <summary>Longer than the time between rendering a page and opening its stream; signals from within this time are delivered first.</summary>
    private static readonly TimeSpan RecentWindow = TimeSpan.FromSeconds(5);

    /// <param name="after">Last position that the caller has seen.</param>
    /// <param name="beat">Maximum time between two batches, even empty ones.</param>
    /// <param name="channels">Additional notification channels to follow.</param>
    public async IAsyncEnumerable<StreamBatch> Follow(
        Caller caller,
        long after,
        TimeSpan beat,
        IReadOnlyList<string> channels,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        var waiting = channels.Select(channel => notices.ArrivedWithin(channel, RecentWindow) ? Task.CompletedTask : notices.Next(channel)).ToArray();
        using var place = tail.Join();
        var at = after;
        if (await IsFarBehind(caller, at, stop))
        {
            at = await Head(stop);
            yield return new(at, [], IsResync: true);
        }
        while (true)
        {
            var notified = new List<string>();
            for (var number = 0; number < waiting.Length; number++)
                if (waiting[number].IsCompleted)
                {
                    notified.Add(channels[number]);
                    waiting[number] = notices.Next(channels[number]); // before reading, so that no signal is missed
                }
            var now = tail.Current;
            var batch = at >= now.From ? now.After(at, caller) : await Read(caller, at, stop);
            yield return batch with
            {
                Notified = notified,
            };
            if (batch.Pos == at)
                await NotificationListener.Wait(Task.WhenAny([now.Superseded, .. waiting]), beat, stop);
            at = batch.Pos;
        }
    }

    /// <returns>The last assigned position.</returns>
    public async Task<long> Head(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await Head(work);
    }

    /// <returns>The last assigned position that is visible in this unit of work.</returns>
    public static Task<long> Head(UnitOfWork work) => StreamRows.Head(work);

    private async Task<bool> IsFarBehind(Caller caller, long after, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return (await StreamRows.After(after, MaxBehind + 1, caller.Mode, caller.OnlyTenant, work)).Count > MaxBehind;
    }

    /// <summary>Reads lines for a caller that is behind the shared end of the log.</summary>
    private async Task<StreamBatch> Read(Caller caller, long after, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var head = await StreamRows.Head(work); // first: later lines belong to the next batch
        if (head <= after)
            return new(after, []);
        var lines = await StreamRows.After(after, BatchSize, caller.Mode, caller.OnlyTenant, work);
        var names = await SentenceRenderer.For(lines.Select(line => line.ParsedSentence), work);
        return new(lines.Count == BatchSize ? lines[^1].Pos : Math.Max(head, lines.Count > 0 ? lines[^1].Pos : 0), lines) { Names = names };
    }
}

/// <param name="Pos">All lines up to this position that the caller may see have been sent.</param>
/// <param name="IsResync">The caller is too far behind: it should reload and continue from this position.</param>
public sealed record StreamBatch(long Pos, IReadOnlyList<StreamLine> Lines, bool IsResync = false)
{
    /// <summary>The additional channels that were signalled since the previous batch.</summary>
    public IReadOnlyList<string> Notified { get; init; } = [];

    /// <summary>Current names for the sentences.</summary>
    public SentenceRenderer Names { get; init; } = new();
}

/// <summary>A line of the log with the mode of its tenant.</summary>
public sealed record StreamLine : StoredLogLine
{
    public StreamLine(StoredLogLine line, Mode mode)
        : base(line) => Mode = mode;

    public Mode Mode { get; }

    public Sentence ParsedSentence => field ??= Vocabulary.Sentence.Of(Sentence);
}
