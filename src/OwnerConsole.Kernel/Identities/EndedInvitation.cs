namespace OwnerConsole.Kernel.Identities;

/// <summary>What whoever comes by an invitation that has ended with its sender's right is told.</summary>
/// <param name="Sender">the name; null when it isn't known any more</param>
/// <param name="Role">what they would have been, as people call it</param>
/// <param name="Givers">names of the roles whose people can invite them anew</param>
public sealed record EndedInvitation(InvitationEnd Why, string? Sender, string Role, IReadOnlyList<string> Givers);
