using System.Text.Json.Nodes;

namespace OwnerConsole.Client;

/// <summary>An operation that the owner decides and the application carries out, as a task.</summary>
/// <param name="Name">permanent: <c>noun.verb</c>, and none of the console's own</param>
/// <param name="Title">verb first, as on its button</param>
/// <param name="Done">the past participle after it ran, such as <c>recounted</c></param>
public sealed record DeclaredOperation(string Name, string Title, string Done)
{
    /// <summary>What it is done to: one of <see cref="TaskSubject"/>, or the name of a <see cref="DeclaredSubjectType"/>.</summary>
    public string Subject { get; init; } = TaskSubject.Tenant;

    public string? Description { get; init; }

    /// <summary>JSON Schema of a flat object; null when it needs no input.</summary>
    public JsonObject? Input { get; init; }

    public TaskReversal Reversal { get; init; } = TaskReversal.Never;

    /// <summary>It stops half-way when it is asked to, and leaves nothing half-done.</summary>
    public bool CanCancel { get; init; }

    /// <summary>It says beforehand what it would do; true by itself where <see cref="OwnerConsoleHandlers.OnPreview"/> names it.</summary>
    public bool Preview { get; init; }

    /// <summary>Until it has to be done, 1 to 10,080.</summary>
    public int Minutes { get; init; } = 60;
}
