using System.Globalization;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Backups;

/// <summary>The segments of write-ahead log that lead on from a backup, over every restore that made a new timeline.</summary>
/// <param name="Segments">in order, none missing between them</param>
/// <param name="Timeline">on which they end</param>
/// <param name="Missing">the first that is not stored although a later one is; null when there is no gap</param>
internal sealed record WalChain(IReadOnlyList<string> Segments, uint Timeline, string? Missing)
{
    private const int NameLength = 24;
    private const int SegmentBits = 24; // 16 MB, as initdb makes them
    private const ulong PerLog = 1UL << (32 - SegmentBits);

    /// <param name="first">the segment that the backup goes on from</param>
    /// <param name="stored">names in the store</param>
    /// <param name="histories">what is written in the files <c>….history</c>, by timeline</param>
    public static WalChain From(string first, IEnumerable<string> stored, IReadOnlyDictionary<uint, string> histories)
    {
        var (began, number) = Read(first);
        var turns = Turns(began, number, histories);
        uint On(ulong segment) => turns.Last(turn => turn.From <= segment).Timeline;

        var there = stored.Where(IsSegment).Select(Read).Where(at => at.Number >= number && at.Timeline == On(at.Number)).Select(at => at.Number).ToHashSet();
        var segments = new List<string>();
        for (; there.Remove(number); number++)
            segments.Add(Name(On(number), number));
        return new(segments, turns[^1].Timeline, there.Count > 0 ? Name(On(number), number) : null);
    }

    public static bool IsSegment(string name) => name.Length == NameLength && name.All(char.IsAsciiHexDigit);

    public static bool IsHistory(string name) => name.EndsWith(".history", StringComparison.Ordinal);

    /// <returns>the timeline that a history file is about</returns>
    public static uint TimelineOf(string historyName) => uint.Parse(historyName.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>From which segment on which timeline holds, on the way from the backup's to the newest that comes from it.</summary>
    private static List<(ulong From, uint Timeline)> Turns(uint began, ulong number, IReadOnlyDictionary<uint, string> histories)
    {
        foreach (var (timeline, text) in histories.OrderByDescending(history => history.Key))
        {
            var parents = Parents(text);
            var at = parents.FindIndex(parent => parent.Timeline == began);
            if (at < 0 || parents[at].Until >> SegmentBits < number)
                continue; // it left before the backup was made
            var turns = new List<(ulong, uint)> { (0, began) };
            for (; at < parents.Count; at++)
                turns.Add((parents[at].Until >> SegmentBits, at + 1 < parents.Count ? parents[at + 1].Timeline : timeline));
            return turns;
        }
        return [(0, began)];
    }

    /// <summary>A line each: the timeline, the place where it was left, and why.</summary>
    private static List<(uint Timeline, ulong Until)> Parents(string history) =>
        [
            .. history
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(line => !line.StartsWith('#'))
                .Select(line => line.Split('\t', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields.Length >= 2)
                .Select(fields => (uint.Parse(fields[0], CultureInfo.InvariantCulture), Place(fields[1]))),
        ];

    private static ulong Place(string written) =>
        written.Split('/') is [var high, var low] ? (Hex(high) << 32) | Hex(low) : throw new BackupException($"{written} is no place in a write-ahead log.");

    private static (uint Timeline, ulong Number) Read(string name) => ((uint)Hex(name[..8]), (Hex(name[8..16]) * PerLog) + Hex(name[16..]));

    private static string Name(uint timeline, ulong number) =>
        string.Create(CultureInfo.InvariantCulture, $"{timeline:X8}{number / PerLog:X8}{number % PerLog:X8}");

    private static ulong Hex(string digits) => ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
