using System.Globalization;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Hosting.Backups;

/// <summary>The segments of write-ahead log that continue a backup, across every restore that created a new timeline.</summary>
/// <param name="Segments">Segments in order, without gaps.</param>
/// <param name="Timeline">Timeline on which they end.</param>
/// <param name="Missing">First missing segment that is followed by a stored one; null if there is no gap.</param>
internal sealed record WalChain(IReadOnlyList<string> Segments, uint Timeline, string? Missing)
{
    private const int NameLength = 24;
    private const int TimelineLength = 8;
    private const string HistoryEnding = ".history";
    private const int SegmentBits = 24; // 16 MB, the default of initdb
    private const ulong PerLog = 1UL << (32 - SegmentBits);

    /// <param name="first">First segment that the backup needs.</param>
    /// <param name="stored">Names of the stored segments.</param>
    /// <param name="histories">Contents of the history files by timeline.</param>
    public static WalChain From(string first, IEnumerable<string> stored, IReadOnlyDictionary<uint, string> histories)
    {
        var (began, number) = Read(first);
        var turns = FindTimelineSwitches(began, number, histories);
        uint On(ulong segment) => turns.Last(turn => turn.From <= segment).Timeline;

        var there = stored.Where(IsSegment).Select(Read).Where(at => at.Number >= number && at.Timeline == On(at.Number)).Select(at => at.Number).ToHashSet();
        var segments = new List<string>();
        for (; there.Remove(number); number++)
            segments.Add(Name(On(number), number));
        return new(segments, turns[^1].Timeline, there.Count > 0 ? Name(On(number), number) : null);
    }

    public static bool IsSegment(string name) => name.Length == NameLength && name.All(char.IsAsciiHexDigit);

    /// <summary>Also keeps names with a path out of the file system: they come from the list of the storage.</summary>
    public static bool IsHistory(string name) =>
        name.Length == TimelineLength + HistoryEnding.Length
        && name.EndsWith(HistoryEnding, StringComparison.Ordinal)
        && name.Take(TimelineLength).All(char.IsAsciiHexDigit);

    /// <returns>The timeline that a history file describes.</returns>
    public static uint TimelineOf(string historyName) =>
        uint.Parse(historyName.AsSpan(0, TimelineLength), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Finds the segment at which each timeline starts, on the path from the backup's timeline to its newest descendant.</summary>
    private static List<(ulong From, uint Timeline)> FindTimelineSwitches(uint began, ulong number, IReadOnlyDictionary<uint, string> histories)
    {
        foreach (var (timeline, text) in histories.OrderByDescending(history => history.Key))
        {
            var parents = Parents(text);
            var at = parents.FindIndex(parent => parent.Timeline == began);
            if (at < 0 || parents[at].Until >> SegmentBits < number)
                continue; // the timeline ended before the backup was made
            var turns = new List<(ulong, uint)> { (0, began) };
            for (; at < parents.Count; at++)
                turns.Add((parents[at].Until >> SegmentBits, at + 1 < parents.Count ? parents[at + 1].Timeline : timeline));
            return turns;
        }
        return [(0, began)];
    }

    /// <summary>Parses a history file: each line has the timeline, the position where it was left, and the reason.</summary>
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
        written.Split('/') is [var high, var low]
            ? (Hex(high) << 32) | Hex(low)
            : throw new BackupException($"{written} is not a position in a write-ahead log.");

    private static (uint Timeline, ulong Number) Read(string name) => ((uint)Hex(name[..8]), (Hex(name[8..16]) * PerLog) + Hex(name[16..]));

    private static string Name(uint timeline, ulong number) =>
        string.Create(CultureInfo.InvariantCulture, $"{timeline:X8}{number / PerLog:X8}{number % PerLog:X8}");

    private static ulong Hex(string digits) => ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
