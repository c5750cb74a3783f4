using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Ui.Timelines;

/// <summary>Title of a completed operation that names its object, for lists: <c>Added plan Pro</c>, <c>Suspended Acme</c>.</summary>
public static class DoneTitle
{
    /// <param name="name">Name of the subject, or of the object that the operation created.</param>
    /// <returns>Null if the result message can't be put before a name.</returns>
    public static string? Of(OperationDefinition operation, string name) =>
        operation is not { DoneSentence: null } || operation.Done.Contains(' ', StringComparison.Ordinal) ? null
        : operation.Subject == "platform" ? $"{Done(operation)} {Wording.Translate(operation.Noun)} {name}"
        : operation.Noun == operation.Subject.Replace('_', ' ') ? $"{Done(operation)} {name}"
        : $"{Done(operation)} {Wording.Translate(operation.Noun)}: {name}";

    private static string Done(OperationDefinition operation) => char.ToUpperInvariant(operation.Done[0]) + operation.Done[1..];
}
