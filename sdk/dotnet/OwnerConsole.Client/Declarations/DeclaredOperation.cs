using System.Text.Json.Nodes;

namespace OwnerConsole.Client;

/// <summary>An operation that the owner's team starts and the application executes as a task.</summary>
/// <param name="Name">Permanent name in the form <c>noun.verb</c>, different from the console's own operations.</param>
/// <param name="Title">Title that starts with a verb, used as button label.</param>
/// <param name="Done">Past participle for results, such as <c>recounted</c>.</param>
public sealed record DeclaredOperation(string Name, string Title, string Done)
{
    /// <summary>Type of the subject: one of <see cref="TaskSubject"/>, or the name of a <see cref="DeclaredSubjectType"/>.</summary>
    public string Subject { get; init; } = TaskSubject.Tenant;

    public string? Description { get; init; }

    /// <summary>JSON Schema of the input, a flat object; null if there is no input.</summary>
    public JsonObject? Input { get; init; }

    public TaskReversal Reversal { get; init; } = TaskReversal.Never;

    /// <summary>True if the task can be cancelled while running and then leaves no partial changes.</summary>
    public bool CanCancel { get; init; }

    /// <summary>True if the application can preview the effects; set automatically if <see cref="OwnerConsoleHandlers.OnPreview"/> has a handler.</summary>
    public bool Preview { get; init; }

    /// <summary>Minutes until the task must be complete, 1 to 10,080.</summary>
    public int Minutes { get; init; } = 60;
}
