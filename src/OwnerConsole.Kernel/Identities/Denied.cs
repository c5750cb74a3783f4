using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Identities;

/// <summary>An operation that a caller can't run.</summary>
/// <param name="Who">The caller's role, and who can run it.</param>
public sealed record Denied(Declaration Is, string Who)
{
    /// <summary>Sentence such as "You can't suspend tenants. Your role is Support. Owner and Admin can: ask Ann."</summary>
    public string Says => $"You can't {PlatformWords.Now.Say(Act)}. {Who}";

    // Turns "Suspend tenant" into "suspend tenants". Other titles are used as they are.
    private string Act
    {
        get
        {
            var act = char.ToLowerInvariant(Is.Title[0]) + Is.Title[1..];
            return act.EndsWith(" person", StringComparison.Ordinal) ? $"{act[..^" person".Length]} people"
                : act.EndsWith($" {Is.Noun}", StringComparison.Ordinal) ? $"{act}s"
                : act;
        }
    }
}
