using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Streams;

/// <summary>Snapshot of the end of the log, shared by all followers.</summary>
/// <param name="from">All lines after this position, up to <paramref name="pos"/>, are included.</param>
public sealed class Recent(long from, long pos, IReadOnlyList<Named> lines)
{
    private readonly TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long From => from;

    public long Pos => pos;

    public IReadOnlyList<Named> Lines => lines;

    /// <summary>Completes when a newer snapshot exists.</summary>
    public Task Passed => _passed.Task;

    /// <summary>State before the log was read.</summary>
    internal static Recent Unknown() => new(long.MaxValue, long.MaxValue, []);

    internal bool IsUnknown => from == long.MaxValue;

    /// <returns>Lines that the caller may see after a position that is not before <see cref="From"/>.</returns>
    internal StreamBatch After(long at, Caller caller)
    {
        var seen = lines.Where(named => named.Line.Pos > at && MaySee(caller, named.Line)).ToList();
        return new(Math.Max(at, pos), [.. seen.Select(named => named.Line)]) { Names = SentenceReader.Of(seen.Select(named => named.Names)) };
    }

    internal void Pass() => _passed.TrySetResult();

    private static bool MaySee(Caller caller, StreamLine line) =>
        (caller.Population is null || caller.Population == line.Population)
        && caller.MaySee(line.TenantId)
        && (Bound.Now?.Tenants.Contains(line.TenantId) ?? true); // read without row-level security, so it must be filtered here
}

/// <summary>A log line with the names that were current when it was read.</summary>
public sealed record Named(StreamLine Line, SentenceReader Names);
