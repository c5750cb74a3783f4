namespace OwnerConsole.Identity;

/// <summary>Explains to an invited person why their invitation is no longer valid.</summary>
/// <param name="Sender">Name of the sender; null when unknown.</param>
/// <param name="Role">Display name of the offered role.</param>
/// <param name="Givers">Names of the roles that can send a new invitation.</param>
public sealed record EndedInvitation(InvitationEndReason Why, string? Sender, string Role, IReadOnlyList<string> Givers);
