namespace OwnerConsole.Trust.Team;

/// <summary>Error of a submitted form, with its place on the account page.</summary>
/// <param name="Field">Invalid field; null when the error applies to the whole form.</param>
public sealed record AccountFormError(AccountSection? Section, string? Field, string? Text)
{
    public static readonly AccountFormError None = new(null, null, null);
}

public enum AccountSection
{
    Password,
    RecoveryCodes,
    Authenticator,
    Passkey,
}
