using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Log;

/// <summary>A line of the log as shown to readers, with its result.</summary>
public sealed record LogEntry : StoredLogLine
{
    public LogEntry(StoredLogLine line, long id, string? effects, string? created, int subjects, bool canUndo)
        : base(line) => (Id, Effects, Created, Subjects, CanUndo) = (id, effects, created, subjects, canUndo);

    public long Id { get; }

    /// <summary>Changes made by the run to its subject, as JSON; null if there are none, or if they are unknown or were removed.</summary>
    public string? Effects { get; }

    /// <summary>Id of the object that the run created for its subject; null if there is none.</summary>
    public string? Created { get; }

    /// <summary>Number of subjects of the whole run; 0 without a run.</summary>
    public int Subjects { get; }

    /// <summary>Whether the run can still be undone.</summary>
    public bool CanUndo { get; }

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
            .Concat([Actor, TenantId, Created])
            .Concat(
                Changes
                    .SelectMany(change => new[] { change.Before, change.After })
                    .Where(value => value?.ValueKind is JsonValueKind.String)
                    .Select(value => value?.GetString())
            )
            .OfType<string>();

    private static IReadOnlyList<FieldChange> Read(string effects) => JsonSerializer.Deserialize<IReadOnlyList<FieldChange>>(effects, Json.Options)!;
}

/// <summary>One field of the line's subject, before and after.</summary>
/// <param name="Field">Name of the changed field.</param>
/// <param name="Before">Value before.</param>
/// <param name="After">Value after.</param>
public sealed record FieldChange(string Field, JsonElement? Before, JsonElement? After);
