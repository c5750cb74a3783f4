using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Log;

/// <summary>A line to write: references, numbers and words, never a name.</summary>
/// <param name="Kind">Kind: run, undo, intake or system.</param>
/// <param name="Outcome">Outcome: done, refused, skipped or failed.</param>
public sealed record LogLine(string TenantId, string Kind, string Actor, string Outcome, Sentence Sentence)
{
    public string? RunId { get; init; }

    public string? Operation { get; init; }

    public string? Subject { get; init; }

    public string? Code { get; init; }

    public Message? Message { get; init; }

    /// <summary>JSON used by the verification of the log, for a line without a message.</summary>
    internal string? PruneRecordJson { get; init; }

    internal string? Data => Message?.Data.GetRawText() ?? PruneRecordJson;

    /// <summary>Leaf as defined by RFC 6962, stored with the line; the position is assigned later and not part of it.</summary>
    internal byte[] Leaf(DateTimeOffset at, string? eventId) =>
        new StoredLogLine(0, at, TenantId, Kind, Actor, RunId, Operation, Subject, Outcome, Code, Sentence.ToJson(), eventId, Message?.Type, Data).Leaf();
}
