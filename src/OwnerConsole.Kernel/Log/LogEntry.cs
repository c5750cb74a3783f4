using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Log;

/// <summary>A line of the log as it is read: what it says, and what became of it.</summary>
/// <param name="Pos">its place in the one order of the log</param>
/// <param name="Event">what the application is told, if anything; <paramref name="EventId"/> and <paramref name="Data"/> come with it</param>
/// <param name="Leaf">its hash in the tree that checkpoints are signed over</param>
/// <param name="Effects">what the run changed of its subject, as JSON; null when nothing was or it isn't known</param>
/// <param name="Subjects">how many the whole run was about; 0 without a run</param>
/// <param name="CanUndo">its run can still be taken back</param>
/// <param name="PrunedAt">when its sentence, data and effects were removed under the retention policy; the sentence says so since</param>
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
    public Sentence Says => field ??= Words.Sentence.Of(Sentence);

    /// <summary>Field by field; of an undo the other way round.</summary>
    public IReadOnlyList<Change> Changes =>
        field ??=
            Effects is null ? []
            : Kind == "undo" ? [.. Read(Effects).Select(change => new Change(change.Field, change.After, change.Before))]
            : Read(Effects);

    /// <summary>Ids whose names are shown with it.</summary>
    public IEnumerable<string> Named =>
        Says
            .Parts.Select(part => part.Ref)
            .Concat([Actor, TenantId])
            .Concat(
                Changes
                    .SelectMany(change => new[] { change.Before, change.After })
                    .Where(value => value?.ValueKind is JsonValueKind.String)
                    .Select(value => value?.GetString())
            )
            .OfType<string>();

    /// <summary>What was hashed, see <see cref="LoggedLine.Bytes"/>.</summary>
    public byte[] Bytes() => new LoggedLine(Pos, At, TenantId, Kind, Actor, RunId, Operation, Subject, Outcome, Code, Sentence, EventId, Event, Data).Bytes();

    private static IReadOnlyList<Change> Read(string effects) => JsonSerializer.Deserialize<IReadOnlyList<Change>>(effects, Json.Options)!;
}

/// <summary>One field of what a line is about, before and after.</summary>
public sealed record Change(string Field, JsonElement? Before, JsonElement? After);
