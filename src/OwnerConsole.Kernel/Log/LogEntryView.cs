using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Log;

/// <summary>A line of the log in the API.</summary>
/// <param name="Pos">Position in the total order of the log.</param>
/// <param name="At">When it was written.</param>
/// <param name="Tenant">ID of the tenant, or tnt_platform.</param>
/// <param name="Kind">Kind: run, undo, intake or system.</param>
/// <param name="Actor">Who caused it: ID of a team member, a key or the application, or system.</param>
/// <param name="Run">Run that wrote it; null for reports and the system.</param>
/// <param name="Operation">Name of the operation; null for reports and the system.</param>
/// <param name="Subject">ID of the changed object; null for the run as a whole.</param>
/// <param name="Outcome">Outcome: done, refused, skipped, failed or waiting; of a run itself asked, approved or stopped.</param>
/// <param name="Code">Why it was refused or failed; null otherwise.</param>
/// <param name="Text">Sentence with current names; null if it was removed.</param>
/// <param name="Event">Event sent to the application, if any.</param>
/// <param name="EventId">ID of the event sent to the application; null if none was.</param>
/// <param name="Changes">Changes made by the run to the subject.</param>
/// <param name="CanUndo">Whether the run can still be undone.</param>
/// <param name="PrunedAt">When text and changes were removed under the retention policy; null while they are stored.</param>
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
    IReadOnlyList<FieldChange> Changes,
    bool CanUndo,
    DateTimeOffset? PrunedAt
)
{
    public static LogEntryView Of(LogEntry entry, SentenceRenderer names) =>
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
            entry.PrunedAt is null ? names.Text(entry.ParsedSentence) : null,
            entry.Event,
            entry.EventId,
            entry.Changes,
            entry.CanUndo,
            entry.PrunedAt
        );
}
