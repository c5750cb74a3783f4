using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Identities;

/// <summary>What a caller may not do.</summary>
/// <param name="Who">which role they have, and who may</param>
public sealed record Denied(Declaration Is, string Who)
{
    /// <summary>Such as "You may not suspend tenants. Your role is Support. Owner and Admin may: ask Ann."</summary>
    public string Says => $"You may not {PlatformWords.Now.Say(Act)}. {Who}";

    // "Suspend tenant" is what one does to tenants; what is about something else is said as its button says it.
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
