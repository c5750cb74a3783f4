using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Log;

/// <summary>A line of the log as shown to readers, with its result.</summary>
/// <param name="Pos">Position in the total order of the log.</param>
/// <param name="Event">Event sent to the application, if any, with <paramref name="EventId"/> and <paramref name="Data"/>.</param>
/// <param name="Leaf">Hash in the tree that checkpoints sign.</param>
/// <param name="Effects">Changes made by the run to its subject, as JSON; null if there are none or they are unknown.</param>
/// <param name="Subjects">Number of subjects of the whole run; 0 without a run.</param>
/// <param name="CanUndo">Whether the run can still be undone.</param>
/// <param name="PrunedAt">When its sentence, data and effects were removed under the retention policy; the sentence then states this.</param>
public sealed record LogEntry(
    long Id,
    long Pos,
    DateTimeOffset At,
    string TenantId,
    string Kind,
    string Actor,
    string? RunId,
    string? Operation,
    string? Subject,
    string Outcome,
    string? Code,
    string Sentence,
    string? EventId,
    string? Event,
    string? Data,
    byte[] Leaf,
    string? Effects,
    int Subjects,
    bool CanUndo,
    DateTimeOffset? PrunedAt
)
{
    public Sentence ParsedSentence => field ??= Vocabulary.Sentence.Of(Sentence);

    /// <summary>Changes field by field; reversed for an undo.</summary>
    public IReadOnlyList<FieldChange> Changes =>
        field ??=
            Effects is null ? []
            : Kind == "undo" ? [.. Read(Effects).Select(change => new FieldChange(change.Field, change.After, change.Before))]
            : Read(Effects);

    /// <summary>Ids whose names are shown with the line.</summary>
    public IEnumerable<string> NamedIds =>
        ParsedSentence
            .Parts.Select(part => part.Ref)
            .Concat([Actor, TenantId])
            .Concat(
                Changes
                    .SelectMany(change => new[] { change.Before, change.After })
                    .Where(value => value?.ValueKind is JsonValueKind.String)
                    .Select(value => value?.GetString())
            )
            .OfType<string>();

    /// <summary>The hashed bytes, see <see cref="StoredLogLine.Bytes"/>.</summary>
    public byte[] Bytes() =>
        new StoredLogLine(Pos, At, TenantId, Kind, Actor, RunId, Operation, Subject, Outcome, Code, Sentence, EventId, Event, Data).Bytes();

    private static IReadOnlyList<FieldChange> Read(string effects) => JsonSerializer.Deserialize<IReadOnlyList<FieldChange>>(effects, Json.Options)!;
}

/// <summary>One field of the line's subject, before and after.</summary>
public sealed record FieldChange(string Field, JsonElement? Before, JsonElement? After);
