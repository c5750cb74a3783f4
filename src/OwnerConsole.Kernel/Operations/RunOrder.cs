using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Operations;

/// <summary>What somebody says who wants a preview carried out.</summary>
/// <param name="PreviewId">what they have seen</param>
/// <param name="Reason">kept with the run, shown to whoever approves it</param>
/// <param name="AllOrNothing">one subject that can't be done leaves all as they were; otherwise what works is kept</param>
/// <param name="Proof">how a person has just proved once more who they are, for this preview alone; null when they have not</param>
/// <param name="Confirmation">what <see cref="Preview.Confirmation"/> asks to be typed</param>
public sealed record RunOrder(string PreviewId, string? Reason = null, bool AllOrNothing = false, Proof? Proof = null, string? Confirmation = null)
{
    /// <summary>Not before this moment; null: at once.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The preview, where whoever orders has just found it: it isn't looked up again.</summary>
    public Preview? Seen { get; init; }

    /// <summary>Of a run as well as of the verdict about one.</summary>
    /// <exception cref="Problem">400: it is too long to be kept</exception>
    internal static void CheckReason(string? reason)
    {
        if (reason?.Length > 2_000)
            throw Problem.Invalid("reason", "must be at most 2000 characters.");
    }
}
