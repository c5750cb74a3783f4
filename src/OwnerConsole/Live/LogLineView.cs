using OwnerConsole.Kernel.Streams;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Live;

/// <summary>A log entry in the API.</summary>
/// <param name="Pos">Position in the global order; send the last one you received to continue after it.</param>
/// <param name="At">When it was written.</param>
/// <param name="Tenant">ID of the tenant, or tnt_platform.</param>
/// <param name="Kind">run, undo, intake or system</param>
/// <param name="Actor">Who caused it: ID of a team member, a key or the application, or system.</param>
/// <param name="Run">Run that wrote it; null for reports and the system.</param>
/// <param name="Operation">Name of the operation; null for reports and the system.</param>
/// <param name="Subject">ID of the changed object; null for the run as a whole.</param>
/// <param name="Outcome">done, refused, skipped, failed or waiting; for the run itself asked, approved or stopped.</param>
/// <param name="Code">Why it was refused or failed; null otherwise.</param>
/// <param name="Text">Sentence with current names.</param>
/// <param name="Event">Event sent to webhooks, if any.</param>
public sealed record LogLineView(
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
    string Text,
    string? Event
)
{
    public static LogLineView Of(StreamLine line, SentenceRenderer names) =>
        new(
            line.Pos,
            line.At,
            line.TenantId,
            line.Kind,
            line.Actor,
            line.RunId,
            line.Operation,
            line.Subject,
            line.Outcome,
            line.Code,
            names.Text(line.ParsedSentence),
            line.Event
        );
}
