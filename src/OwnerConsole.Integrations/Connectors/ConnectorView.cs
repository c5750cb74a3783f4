using OwnerConsole.Data;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>The connection and its sync as shown on the page and returned by the API. Without a connection, all other fields are null, false or empty.</summary>
/// <param name="IsSetUp">Whether a connection exists.</param>
/// <param name="Host">Host name of the database server.</param>
/// <param name="Port">Port of the database server.</param>
/// <param name="Database">Name of the database.</param>
/// <param name="UserName">Role that reads the views.</param>
/// <param name="Encryption">How the connection is encrypted.</param>
/// <param name="IsPaused">Whether syncing is paused.</param>
/// <param name="ReadAt">When the sync last read all changes.</param>
/// <param name="FailingSince">Time of the first failure since the last success; null while the sync works.</param>
/// <param name="Attempts">Number of failed attempts since then.</param>
/// <param name="Error">Why the sync fails.</param>
/// <param name="Views">Progress of each view.</param>
/// <param name="Rejected">Rejected rows, newest first, at most 100.</param>
public sealed record ConnectorView(
    bool IsSetUp,
    string? Host,
    int? Port,
    string? Database,
    string? UserName,
    TlsMode? Encryption,
    bool IsPaused,
    DateTimeOffset? ReadAt,
    DateTimeOffset? FailingSince,
    int Attempts,
    string? Error,
    IReadOnlyList<ViewProgress> Views,
    IReadOnlyList<RejectedRow> Rejected
)
{
    public static async Task<ConnectorView> Find(UnitOfWork work)
    {
        var facts = await ConnectorFacts.Find(work);
        if (facts is not { Settings: { } settings, Sync: { } sync })
            return new(false, null, null, null, null, null, facts.IsPaused, null, null, 0, null, [], []);
        var state = await SyncProgress.State(sync, work);
        var cursors = await SyncProgress.Cursors(sync, work);
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
            state.Error,
            [.. cursors.Select(cursor => new ViewProgress(cursor.View, cursor.NewestAt, cursor.IsInProgress))],
            await SyncProgress.Rejected(sync, work)
        );
    }
}

/// <param name="View">Name of the view.</param>
/// <param name="NewestAt">Highest cursor value that was read.</param>
/// <param name="IsInProgress">True while there are more rows to read.</param>
public sealed record ViewProgress(string View, DateTimeOffset? NewestAt, bool IsInProgress);
