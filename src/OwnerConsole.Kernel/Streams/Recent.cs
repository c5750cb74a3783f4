using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Streams;

/// <summary>The end of the log, as all who follow it share it.</summary>
/// <param name="from">every line after this position, up to <paramref name="pos"/>, is here</param>
public sealed class Recent(long from, long pos, IReadOnlyList<Named> lines)
{
    private readonly TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long From => from;

    public long Pos => pos;

    public IReadOnlyList<Named> Lines => lines;

    /// <summary>Ends when there is more than this.</summary>
    public Task Passed => _passed.Task;

    /// <summary>Nobody has looked yet.</summary>
    internal static Recent Unknown() => new(long.MaxValue, long.MaxValue, []);

    internal bool IsUnknown => from == long.MaxValue;

    /// <returns>what the caller may see of it after a position that is not before <see cref="From"/></returns>
    internal StreamBatch After(long at, Caller caller)
    {
        var seen = lines.Where(named => named.Line.Pos > at && MaySee(caller, named.Line)).ToList();
        return new(Math.Max(at, pos), [.. seen.Select(named => named.Line)]) { Names = SentenceReader.Of(seen.Select(named => named.Names)) };
    }

    internal void Pass() => _passed.TrySetResult();

    private static bool MaySee(Caller caller, StreamLine line) =>
        (caller.Population is null || caller.Population == line.Population)
        && caller.MaySee(line.TenantId)
        && (Bound.Now?.Tenants.Contains(line.TenantId) ?? true); // it was read for all, so no database has held anything back
}

/// <summary>A line with the names in it, as of when it was read.</summary>
public sealed record Named(StreamLine Line, SentenceReader Names);
