using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Log;

/// <summary>A line of the log as the API lists it.</summary>
/// <param name="Pos">its place in the one order of the log</param>
/// <param name="Kind">run, undo, intake or system</param>
/// <param name="Outcome">done, refused, skipped, failed, waiting; of a run itself asked, approved or stopped</param>
/// <param name="Text">with the names as of now; null when it was removed</param>
/// <param name="Event">what the application is told, if anything</param>
/// <param name="Changes">what the run changed of the subject</param>
/// <param name="CanUndo">the run can still be taken back</param>
/// <param name="PrunedAt">when text and changes were removed under the retention policy; null while they are kept</param>
public sealed record LogEntryView(
    long Pos,
    DateTimeOffset At,
    string Tenant,
    string Kind,
    string Actor,
    string? Run,
    string? Operation,
    string? Subject,
    string Outcome,
    string? Code,
    string? Text,
    string? Event,
    string? EventId,
    IReadOnlyList<Change> Changes,
    bool CanUndo,
    DateTimeOffset? PrunedAt
)
{
    public static LogEntryView Of(LogEntry entry, SentenceReader names) =>
        new(
            entry.Pos,
            entry.At,
            entry.TenantId,
            entry.Kind,
            entry.Actor,
            entry.RunId,
            entry.Operation,
            entry.Subject,
            entry.Outcome,
            entry.Code,
            entry.PrunedAt is null ? names.Text(entry.Says) : null,
            entry.Event,
            entry.EventId,
            entry.Changes,
            entry.CanUndo,
            entry.PrunedAt
        );
}
