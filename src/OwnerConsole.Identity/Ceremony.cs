namespace OwnerConsole.Identity;

/// <summary>A passkey challenge and the single purpose that its answer is valid for.</summary>
/// <param name="SessionId">Session that requests it; null before there is one.</param>
/// <param name="UserId">Owner of the requested or new passkey; null for any owner.</param>
/// <param name="Subject">Hash of what is confirmed, such as a preview, or of the cookie of a browser that signs in; null when the identity alone matters.</param>
public sealed record Ceremony(CeremonyPurpose Purpose, string? SessionId, string? UserId, byte[]? Subject = null);

public enum CeremonyPurpose
{
    SignIn,
    Add,
    Prove,
}
