using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Reliability.Connectors;

/// <summary>The connection as the page and the API show it; where none is set up, all but the first are null, false or empty.</summary>
/// <param name="ReadAt">when everything there was had been read</param>
/// <param name="FailingSince">null while it goes well</param>
/// <param name="Attempts">that failed since then</param>
/// <param name="Why">it fails</param>
/// <param name="Refused">rows that could not be taken in, the newest first, 100 at most</param>
public sealed record ConnectorView(
    bool IsSetUp,
    string? Host,
    int? Port,
    string? Database,
    string? UserName,
    Tls? Encryption,
    bool IsPaused,
    DateTimeOffset? ReadAt,
    DateTimeOffset? FailingSince,
    int Attempts,
    string? Why,
    IReadOnlyList<ViewProgress> Views,
    IReadOnlyList<RefusedRow> Refused
)
{
    public static async Task<ConnectorView> Find(Work work)
    {
        var facts = await ConnectorFacts.Find(work);
        if (facts is not { Settings: { } settings, Reading: { } reading })
            return new(false, null, null, null, null, null, facts.IsPaused, null, null, 0, null, [], []);
        var state = await Progress.State(reading, work);
        var cursors = await Progress.Cursors(reading, work);
        return new(
            true,
            settings.Host,
            settings.Port,
            settings.Database,
            settings.UserName,
            settings.Encryption,
            facts.IsPaused,
            state.ReadAt,
            state.FailingSince,
            state.Attempts,
            state.Why,
            [.. cursors.Select(cursor => new ViewProgress(cursor.View, cursor.NewestAt, cursor.IsUnderway))],
            await Progress.Refused(reading, work)
        );
    }
}

/// <param name="NewestAt">the greatest cursor that was read</param>
/// <param name="IsUnderway">there is more to read</param>
public sealed record ViewProgress(string View, DateTimeOffset? NewestAt, bool IsUnderway);
