using System.Runtime.CompilerServices;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Streams;

/// <summary>Follows the log on behalf of somebody: every line that they may see, in its one order, from where they were.</summary>
public sealed class LogStream(Database database, LogTail tail, Notices notices)
{
    /// <summary>Who is further behind is told to look anew instead of being read to.</summary>
    public const int MostBehind = 500;

    private const int AtOnce = 100;

    /// <summary>Longer than it takes from what a page shows to its stream: what was rung meanwhile it hears first.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(5);

    /// <param name="after">the position that was seen last</param>
    /// <param name="beat">an empty batch comes at least so often</param>
    /// <param name="bell">a channel of notices that is heard too; null for none</param>
    public async IAsyncEnumerable<StreamBatch> Follow(Caller caller, long after, TimeSpan beat, string? bell, [EnumeratorCancellation] CancellationToken stop)
    {
        var rings = bell is not null && notices.Came(bell, Lately) ? Task.CompletedTask : Next(bell);
        using var place = tail.Join();
        var at = after;
        if (await IsFarBehind(caller, at, stop))
        {
            at = await Head(stop);
            yield return new(at, [], IsResync: true);
        }
        while (true)
        {
            var rang = rings.IsCompleted;
            if (rang)
                rings = Next(bell); // before anybody looks, so that what comes meanwhile is heard
            var now = tail.Now;
            var batch = at >= now.From ? now.After(at, caller) : await Read(caller, at, stop);
            yield return batch with
            {
                Rang = rang,
            };
            if (batch.Pos == at)
                await Notices.Wait(Task.WhenAny(now.Passed, rings), beat, stop);
            at = batch.Pos;
        }
    }

    private Task Next(string? bell) => bell is null ? Task.Delay(Timeout.Infinite, CancellationToken.None) : notices.Next(bell);

    /// <returns>the last position that was given</returns>
    public async Task<long> Head(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await Head(work);
    }

    /// <returns>the last position that was given, as this work sees it</returns>
    public static Task<long> Head(Work work) => StreamRows.Head(work);

    private async Task<bool> IsFarBehind(Caller caller, long after, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return (await StreamRows.After(after, MostBehind + 1, caller.Population, caller.OnlyTenant, work)).Count > MostBehind;
    }

    /// <summary>For who is behind what all share.</summary>
    private async Task<StreamBatch> Read(Caller caller, long after, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var head = await StreamRows.Head(work); // first: a line after it belongs to the next batch
        if (head <= after)
            return new(after, []);
        var lines = await StreamRows.After(after, AtOnce, caller.Population, caller.OnlyTenant, work);
        var names = await SentenceReader.For(lines.Select(line => line.Says), work);
        return new(lines.Count == AtOnce ? lines[^1].Pos : Math.Max(head, lines.Count > 0 ? lines[^1].Pos : 0), lines) { Names = names };
    }
}

/// <param name="Pos">everything that the caller may see up to here has been read</param>
/// <param name="IsResync">too much happened meanwhile: look anew, and go on from here</param>
public sealed record StreamBatch(long Pos, IReadOnlyList<StreamLine> Lines, bool IsResync = false)
{
    /// <summary>The other channel was heard since the batch before.</summary>
    public bool Rang { get; init; }

    /// <summary>Puts the names as of now into the sentences.</summary>
    public SentenceReader Names { get; init; } = new();
}

/// <param name="Event">what the application is told, if anything</param>
public sealed record StreamLine(
    long Pos,
    DateTimeOffset At,
    string TenantId,
    string Kind,
    string Actor,
    string? RunId,
    string? Operation,
    string? Subject,
    string Outcome,
    string? Code,
    string Sentence,
    string? Event,
    Population Population
)
{
    public Sentence Says => field ??= Words.Sentence.Of(Sentence);
}
