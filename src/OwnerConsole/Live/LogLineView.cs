using OwnerConsole.Kernel.Streams;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Live;

/// <summary>A line of the log as the API tells it.</summary>
/// <param name="Pos">its place in the one order; what was seen last is sent back to go on</param>
/// <param name="Kind">run, undo, intake or system</param>
/// <param name="Outcome">done, refused, skipped, failed, waiting; of a run itself asked, approved or stopped</param>
/// <param name="Text">with the names as of now</param>
/// <param name="Event">what the application is told, if anything</param>
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
    public static LogLineView Of(StreamLine line, SentenceReader names) =>
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
            names.Text(line.Says),
            line.Event
        );
}
