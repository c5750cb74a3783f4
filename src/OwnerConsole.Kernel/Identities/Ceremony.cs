namespace OwnerConsole.Kernel.Identities;

/// <summary>What a browser is asked, and what its answer is good for and nothing else.</summary>
/// <param name="SessionId">the session that asks; null before there is one</param>
/// <param name="UserId">whose passkey is wanted, or who gets one; null: anybody's</param>
/// <param name="About">what is proved, such as the hash of a preview; null where that is all</param>
public sealed record Ceremony(CeremonyPurpose Purpose, string? SessionId, string? UserId, byte[]? About = null);

public enum CeremonyPurpose
{
    SignIn,
    Add,
    Prove,
}
