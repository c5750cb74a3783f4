using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Streams;

/// <summary>Snapshot of the end of the log, shared by all followers.</summary>
/// <param name="from">All lines after this position, up to <paramref name="pos"/>, are included.</param>
public sealed class RecentLines(long from, long pos, IReadOnlyList<NamedLine> lines)
{
    private readonly TaskCompletionSource _superseded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long From => from;

    public long Pos => pos;

    public IReadOnlyList<NamedLine> Lines => lines;

    /// <summary>Completes when a newer snapshot exists.</summary>
    public Task Superseded => _superseded.Task;

    /// <summary>State before the log was read.</summary>
    internal static RecentLines Unknown() => new(long.MaxValue, long.MaxValue, []);

    internal bool IsUnknown => from == long.MaxValue;

    /// <returns>Lines that the caller may see after a position that is not before <see cref="From"/>.</returns>
    internal StreamBatch After(long at, Caller caller)
    {
        var seen = lines.Where(named => named.Line.Pos > at && CanSee(caller, named.Line)).ToList();
        return new(Math.Max(at, pos), [.. seen.Select(named => named.Line)]) { Names = SentenceRenderer.Of(seen.Select(named => named.Names)) };
    }

    internal void Supersede() => _superseded.TrySetResult();

    private static bool CanSee(Caller caller, StreamLine line) =>
        (caller.Mode is null || caller.Mode == line.Mode) && caller.CanSee(line.TenantId) && (TenantScope.Current?.Tenants.Contains(line.TenantId) ?? true); // read without row-level security, so it must be filtered here
}

/// <summary>A log entry with the names that were current when it was read.</summary>
public sealed record NamedLine(StreamLine Line, SentenceRenderer Names);
