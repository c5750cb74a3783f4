namespace OwnerConsole.Trust.Team;

/// <summary>What was wrong with the form that was sent, and in which part of the page it stands.</summary>
/// <param name="Field">null when it is about the form as a whole</param>
public sealed record AccountTrouble(AccountPart? Part, string? Field, string? Text)
{
    public static readonly AccountTrouble None = new(null, null, null);
}

public enum AccountPart
{
    Password,
    RecoveryCodes,
    Authenticator,
    Passkey,
}
