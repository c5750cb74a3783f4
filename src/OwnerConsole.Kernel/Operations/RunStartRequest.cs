using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Request to execute a preview.</summary>
/// <param name="PreviewId">Id of the preview.</param>
/// <param name="Reason">Reason stored with the run and shown to approvers.</param>
/// <param name="AllOrNothing">Whether one failing subject leaves all unchanged; otherwise successful changes are kept.</param>
/// <param name="Proof">How the person confirmed their identity for this preview; null if they did not.</param>
/// <param name="Confirmation">Typed confirmation, compared with <see cref="Preview.Confirmation"/>.</param>
public sealed record RunStartRequest(string PreviewId, string? Reason = null, bool AllOrNothing = false, Proof? Proof = null, string? Confirmation = null)
{
    /// <summary>Scheduled start; null to start at once.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The preview, if the caller has already loaded it.</summary>
    public Preview? LoadedPreview { get; init; }

    /// <summary>Validates the reason of a run or of an approval decision.</summary>
    /// <exception cref="Problem">400: the reason is too long.</exception>
    internal static void CheckReason(string? reason)
    {
        if (reason?.Length > 2_000)
            throw Problem.Invalid("reason", "must be at most 2000 characters.");
    }
}
