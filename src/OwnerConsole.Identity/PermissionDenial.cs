using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Identity;

/// <summary>An operation that a caller can't run.</summary>
/// <param name="Who">The caller's role, and who can run it.</param>
public sealed record PermissionDenial(OperationDefinition Definition, string Who)
{
    /// <summary>Sentence such as "You can't suspend tenants. Your role is Support. Owner and Admin can: ask Ann."</summary>
    public string Message => $"You can't {PlatformWords.Current.Translate(ActionText)}. {Who}";

    // Turns "Suspend tenant" into "suspend tenants". Other titles are used as they are.
    private string ActionText
    {
        get
        {
            var act = char.ToLowerInvariant(Definition.Title[0]) + Definition.Title[1..];
            return act.EndsWith(" person", StringComparison.Ordinal) ? $"{act[..^" person".Length]} people"
                : act.EndsWith($" {Definition.Noun}", StringComparison.Ordinal) ? $"{act}s"
                : act;
        }
    }
}
