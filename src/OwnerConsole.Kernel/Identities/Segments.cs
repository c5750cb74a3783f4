using System.Collections.Concurrent;
using Microsoft.AspNetCore.WebUtilities;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Which tenants are of a segment now, as the directory says it. Asked with every request of who is limited to one, so it is kept for some seconds.</summary>
public sealed class Segments(IEnumerable<ISelection> selections, Database database, TimeProvider clock)
{
    /// <summary>Tenants that a segment has at most: they are named to the database with every statement.</summary>
    public const int Most = 5_000;

    /// <summary>A tenant that comes into a segment or leaves it is seen or not so much later on every node.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <exception cref="Problem">403 when it has too many, or says what the directory doesn't know any more</exception>
    public async Task<Segment> Find(string words, CancellationToken stop)
    {
        if (!_kept.TryGetValue(words, out var kept) || kept.Segment.IsFaulted || clock.GetUtcNow() - kept.At > s_fresh)
            _kept[words] = kept = new(Look(words), clock.GetUtcNow());
        return await kept.Segment.WaitAsync(stop);
    }

    /// <returns>the same with those in their segment of the tenants that <paramref name="work"/> names, in its transaction; none where it can't be read any more</returns>
    public async Task<Caller> Among(Caller caller, Work work)
    {
        try
        {
            return caller.Segment is { } segment ? caller with { Segment = await Among(segment.Words, work) } : caller;
        }
        catch (Problem unreadable) when (unreadable.Code == Bound.Refusal)
        {
            return caller;
        }
    }

    /// <returns>those of the tenants that <paramref name="work"/> sees</returns>
    private async Task<Segment> Among(string words, Work work)
    {
        if (selections.SingleOrDefault(one => one is { Subject: "tenant", Filter: null }) is not { } directory)
            return Segment.Of(words, []);
        var query = QueryHelpers.ParseQuery(words).ToDictionary(part => part.Key, part => part.Value.ToString(), StringComparer.Ordinal);
        var found = new List<string>();
        try
        {
            foreach (var population in Enum.GetValues<Population>())
                found.AddRange(await directory.Find(Caller.System, population, query, Most + 1, work));
        }
        catch (Problem unreadable) when (unreadable.Status == 400)
        {
            throw new Problem(403, Bound.Refusal, $"You see a segment of the tenants, and it can't be read any more: {unreadable.Message}");
        }
        return found.Count <= Most
            ? Segment.Of(words, found)
            : throw new Problem(
                403,
                Bound.Refusal,
                $"You see a segment of the tenants, and it has more than {Most:N0} now. Somebody who sees all has to narrow it."
            );
    }

    private async Task<Segment> Look(string words)
    {
        Bound.Lift(); // it says itself what one is bound to
        await using var work = await database.Read();
        return await Among(words, work);
    }

    private sealed record Kept(Task<Segment> Segment, DateTimeOffset At);
}
