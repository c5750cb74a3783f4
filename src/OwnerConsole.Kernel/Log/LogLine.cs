using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Log;

/// <summary>One line as it is written: references, numbers and words, never a name.</summary>
/// <param name="Kind">run, undo, intake or system</param>
/// <param name="Outcome">done, refused, skipped or failed</param>
public sealed record LogLine(string TenantId, string Kind, string Actor, string Outcome, Sentence Sentence)
{
    public string? RunId { get; init; }

    public string? Operation { get; init; }

    public string? Subject { get; init; }

    public string? Code { get; init; }

    public Message? Message { get; init; }

    /// <summary>JSON that the verification of the log reads; of a line without a message.</summary>
    internal string? Record { get; init; }

    internal string? Data => Message?.Data.GetRawText() ?? Record;

    /// <summary>A leaf in the sense of RFC 6962, written with the line; the place comes later and is not part of it.</summary>
    internal byte[] Leaf(DateTimeOffset at, string? eventId) =>
        new LoggedLine(0, at, TenantId, Kind, Actor, RunId, Operation, Subject, Outcome, Code, Sentence.ToJson(), eventId, Message?.Type, Data).Leaf();
}
