using OwnerConsole.Kernel.Streams;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Live;

/// <summary>A log entry in the API.</summary>
/// <param name="Pos">Position in the global order; send the last one you received to continue after it.</param>
/// <param name="Kind">run, undo, intake or system</param>
/// <param name="Outcome">done, refused, skipped, failed or waiting; for the run itself asked, approved or stopped.</param>
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
